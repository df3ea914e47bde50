"""Numbers people say on the phone: INC-2026-0042. Unique, rising within a year; gaps mean nothing."""

from datetime import UTC, datetime

from django.db.models import F

from incidents.response.models import ReferenceCounter


def reserve(*, at: datetime, count: int = 1) -> list[str]:
    """Take the next `count` references of the year of `at` (in UTC), inside the caller's transaction.

    The counter's row stays locked until that transaction ends, so no two take the same number.
    """
    year = at.astimezone(UTC).year
    row = ReferenceCounter.objects.filter(year=year)
    if not row.update(last=F("last") + count):
        ReferenceCounter.objects.bulk_create([ReferenceCounter(year=year, last=0)], ignore_conflicts=True)
        row.update(last=F("last") + count)
    last = row.get().last
    return [f"INC-{year}-{number:04d}" for number in range(last - count + 1, last + 1)]
