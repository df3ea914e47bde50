"""A moment as the member of staff reads it: own time zone, the day only when it is another one."""

from datetime import datetime

from django.utils import formats, timezone


def short(moment: datetime) -> str:
    local = timezone.localtime(moment)
    day = "" if local.date() == timezone.localdate() else formats.date_format(local, "SHORT_DATE_FORMAT") + " "
    return f"{day}{local:%H:%M}"
