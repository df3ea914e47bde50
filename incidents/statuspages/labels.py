"""The sentences a page makes of its facts, in the active language."""

from collections.abc import Iterable
from functools import cache

from django.db.models import TextChoices
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from incidents.catalogue.states import RANK, ComponentStatus
from incidents.response.states import State
from incidents.statuspages.page import Chip, ComponentLine, IncidentCard, Page, UpdateCard

WORST = {"minor": "degraded_performance", "major": "partial_outage", "critical": "major_outage"}
OUTAGE, SLOW = frozenset({"partial_outage", "major_outage"}), frozenset({"degraded_performance"})
NAMED = 3  # more names than this and the sentence counts instead


def component_state(status: str) -> str:
    return _label(ComponentStatus, status, get_language())


def incident_state(state: str) -> str:
    return _label(State, state, get_language())


def state_of(told: IncidentCard | UpdateCard) -> str:
    """Where it stands, in words; maintenance that was called off is not said to be completed."""
    return _("Called off") if told.calls_off else incident_state(told.state)


@cache
def _label(choices: type[TextChoices], value: str, language: str) -> str:
    """The label in the active language, which `language` names for the memory."""
    return str(choices(value).label)


def listed(names: Iterable[str]) -> str:
    """a, b and c · a, b et c · a、b、c."""
    names = list(dict.fromkeys(names))
    if (get_language() or "en").startswith("ja"):
        return "、".join(names)
    if len(names) < 2:
        return "".join(names)
    return pgettext("last two of a list", "%(before)s and %(last)s") % {
        "before": ", ".join(names[:-1]),
        "last": names[-1],
    }


def chips_sentence(chips: Iterable[Chip]) -> str:
    """What fails where, in one line: "Playback, Search (France and Japan)"."""
    names = [chip.name.text for chip in chips]
    regions = [chip.region.text for chip in chips if chip.region]
    everywhere = any(chip.region is None for chip in chips)
    if regions and not everywhere:
        return _("%(names)s (%(regions)s)") % {"names": listed(names), "regions": listed(regions)}
    return listed(names)


def harmed(page: Page, statuses: frozenset[str]) -> list[str]:
    """Names of what is in one of these states, the worst first, with its regions where only some suffer."""
    lines = [line for line in page.components if line.status in statuses]
    return [_with_regions(line) for line in sorted(lines, key=lambda line: -RANK[line.status])]


def _with_regions(line: ComponentLine) -> str:
    here = [chip.region.text for chip in line.regions if chip.region]
    if not here or line.harmed_everywhere:
        return line.name.text
    return _("%(names)s (%(regions)s)") % {"names": line.name.text, "regions": listed(here)}


def chip_state(chip: Chip, *, over: bool) -> str:
    if chip.recovered_at and not over:
        return pgettext("one function in one region, during an incident", "working again")
    return component_state(chip.status)


def named(names: list[str]) -> str:
    """The names, or their number where there are too many to read in one breath."""
    if len(names) > NAMED:
        return ngettext("%(count)d function", "%(count)d functions", len(names)) % {"count": len(names)}
    return listed(names)


def banner(page: Page) -> tuple[str, str, str]:
    """(state, headline, explanation): the answer to "is it me or you?"."""
    if page.status.indicator in WORST:
        return WORST[page.status.indicator], _trouble(page), _("You need not change anything on your side.")
    if page.open:
        return (
            "degraded_performance",
            _("It is us: we are looking into a problem."),
            _("What we know so far stands below."),
        )
    if page.status.indicator == "maintenance":
        return (
            "under_maintenance",
            _("Planned maintenance is under way."),
            _("Some functions may be unavailable for a while; this is planned."),
        )
    return (
        "operational",
        _("Everything works."),
        _("If something fails for you, the cause is probably near you, or we have not seen it yet."),
    )


def _trouble(page: Page) -> str:
    """Names only what the sentence is true of: an outage is not said of what is merely slow."""
    out, slow = harmed(page, OUTAGE), harmed(page, SLOW)
    if out:
        return _("It is us: outage of %(names)s.") % {"names": named(out)}
    if not slow:
        return _("It is us: something does not work as it should.")
    if page.open and all(card.state == State.MONITORING for card in page.open):
        return _("It was us, and it is getting better: %(names)s.") % {"names": named(slow)}
    return _("It is us: problems with %(names)s.") % {"names": named(slow)}


def headline(card: IncidentCard) -> str:
    """What assistive technology announces when the page has renewed itself."""
    return _("%(state)s: %(title)s") % {"state": state_of(card), "title": card.title.text}


def paragraphs(text: str) -> SafeString:
    """Plain text as escaped paragraphs."""
    blocks = [escape(block.strip()).replace("\n", "<br>") for block in text.split("\n\n") if block.strip()]
    return mark_safe("".join(f"<p>{block}</p>" for block in blocks))


def colon() -> str:
    """The colon as each language sets it."""
    return pgettext("between a label and its value", ": ")


def percent(value: float) -> str:
    return f"{value:.2f}".replace(".", pgettext("decimal mark", "."))
