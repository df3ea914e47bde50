"""What readers are told of planned maintenance when nobody wrote it: scope first, when, and what we ask."""

from collections.abc import Callable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from core.text import moments
from core.text.translations import Language
from incidents.communication.bulletin import listed
from incidents.communication.gathering import GENERAL
from incidents.communication.masthead import mastheads
from incidents.communication.states import ChannelKind
from incidents.communication.texts import Text
from incidents.maintenance.states import NoticeKind
from incidents.response.models import Impact, Incident
from incidents.response.states import State

BRACES = str.maketrans("{}", "()")  # a name must not look like a field of the message


def compose(incident: Incident, kind: str) -> list[Text]:
    """One canonical text per language; `{title}` is filled when it is published."""
    rows = incident.impacts.filter(component__is_public=True).select_related("component", "region")
    rows = list(
        rows.prefetch_related("component__translations", "region__translations").order_by("component__position", "pk")
    )
    zones = {language: head.time_zone for language, head in mastheads().items()}
    return [_text(incident, kind, rows, language, zones[language]) for language in Language.values]


def _text(incident: Incident, kind: str, rows: list[Impact], language: str, time_zone: str) -> Text:
    def written(at: datetime | None, near: datetime | None = None) -> str:
        return moments.written(at, language=language, time_zone=time_zone, near=near) if at else "?"

    begins, ends = incident.scheduled_for, incident.scheduled_until
    values = {
        "begins": written(begins),
        "ends": written(ends, near=begins),
        "end": written(ends),
        "functions": listed([row.component.name_in(language).translate(BRACES) for row in rows], language),
    }
    with translation.override(language):
        everywhere = not rows or any(row.region is None for row in rows)
        regions = [] if everywhere else [row.region.name_in(language).translate(BRACES) for row in rows]
        values["regions"] = listed(regions, language) or _("all regions")
        said = SAYING[kind](incident, bool(rows))
        return Text(GENERAL, ChannelKind.ANY, language, "", "\n\n".join(part % values for part in said))


def _reminder(incident: Incident, named: bool) -> list[str]:
    if named:
        first = _("%(functions)s (%(regions)s) may not be available from %(begins)s to %(ends)s: {title}.")
    else:
        first = _("Planned maintenance takes place from %(begins)s to %(ends)s: {title}.")
    return [
        first,
        _("Everything works as usual until then. We will tell you when it begins and when it is over."),
    ]


def _moved(incident: Incident, named: bool) -> list[str]:
    if incident.state != State.SCHEDULED:
        if named:
            first = _("%(functions)s (%(regions)s): the maintenance under way is now planned to end at %(end)s.")
        else:
            first = _("The maintenance under way is now planned to end at %(end)s: {title}.")
    elif named:
        first = _("New time for planned maintenance: %(functions)s (%(regions)s) may not be available from "
                  "%(begins)s to %(ends)s.")  # fmt: skip
    else:
        first = _("New time for planned maintenance: %(begins)s to %(ends)s, {title}.")
    return [first, _("We are sorry for changing our plans, and for the trouble this may cause you.")]


def _cancelled(incident: Incident, named: bool) -> list[str]:
    return [
        _("The maintenance planned for %(begins)s will not take place: {title}."),
        _("Everything goes on working as usual. We are sorry if you have made arrangements for it."),
    ]


def _began(incident: Incident, named: bool) -> list[str]:
    if named:
        first = _("%(functions)s (%(regions)s) may not be available until %(end)s: planned maintenance has begun.")
    else:
        first = _("Planned maintenance has begun and should last until %(end)s: {title}.")
    return [first, _("We are sorry for the interruption. We will write again when it is over.")]


def _ended(incident: Incident, named: bool) -> list[str]:
    if named:
        first = _("%(functions)s (%(regions)s) should work as usual again: the planned maintenance is over.")
    else:
        first = _("The planned maintenance is over: {title}.")
    return [first, _("Thank you for your patience. If something still does not work for you, please tell us.")]


SAYING: dict[str, Callable[[Incident, bool], list[str]]] = {
    NoticeKind.REMINDER: _reminder,
    NoticeKind.RESCHEDULED: _moved,
    NoticeKind.CANCELLED: _cancelled,
    NoticeKind.BEGAN: _began,
    NoticeKind.ENDED: _ended,
}
