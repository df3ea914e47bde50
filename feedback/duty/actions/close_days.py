from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from core.actor import Actor, require
from core.audit import actions as audit
from core.web.errors import Invalid
from feedback.duty import policies
from feedback.duty.actions.retiming import begin_retiming
from feedback.targets.feasts import Feast
from feedback.targets.forms import refuse_unreachable
from feedback.targets.models import BusinessCalendar, Holiday


@transaction.atomic
def close_days(*, calendar: BusinessCalendar, feasts: Iterable[Feast], by: Actor, at: datetime) -> list[Holiday]:
    """Holidays that are to count; those the calendar has already stay as they are. The new ones."""
    require(policies.can_close_days, by)
    calendar = BusinessCalendar.objects.select_for_update(of=("self",)).get(pk=calendar.pk)
    has = set(calendar.holidays.values_list("on", flat=True))
    new = {each.on: each for each in feasts if each.on not in has}
    try:
        refuse_unreachable(calendar, calendar.zone, calendar.week, list(new))
    except ValidationError as error:
        raise Invalid({"country": error.messages}) from error
    rows = Holiday.objects.bulk_create(Holiday(calendar=calendar, on=each.on, name=each.name) for each in new.values())
    if rows:
        days = [each.on.isoformat() for each in rows]
        audit.record("feedback.businesscalendar.days_closed", on=calendar, by=by, at=at, days=days)
        begin_retiming(registers=calendar.policies.all(), by=by, at=at)
    return rows
