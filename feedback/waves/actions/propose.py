"""A wave as an alert: it proposes an incident with its reports as evidence, and never declares one."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import Actor
from core.text.translations import FALLBACK
from feedback.threads import places
from feedback.waves import detection
from feedback.waves.models import Wave
from feedback.waves.reports import Report
from incidents.alerts import actions as alerts
from incidents.alerts.groups import TITLE_LENGTH, Group, Signal
from incidents.alerts.models import AlertSource
from incidents.alerts.states import AlertStatus
from incidents.response import discretion

SLUG = "customers-reports"
LEVELS = ((100, "critical"), (20, "error"), (0, "warning"))  # by customers; the source says which level each means
WORDS = 5


def source(*, by: Actor, at: datetime) -> AlertSource:
    """The built-in source. Nobody has its key, so nobody can report in the customers' name."""
    found = AlertSource.objects.filter(slug=SLUG).first()
    if found is None:
        name = "Customers’ reports"
        found, _key = alerts.create_source(name=name, slug=SLUG, format="generic", by=by, at=at)
    return found


def propose(wave: Wave, new: Sequence[Report], *, by: Actor, at: datetime) -> None:
    """One group of alerts, one alert a thread. What customers wrote stays with those who listen to them."""
    with translation.override(FALLBACK):  # kept in English, as every alert is
        group = _group(wave, new)
    found = alerts.receive(source=source(by=by, at=at), groups=[group], by=by, at=at)
    if found and wave.proposal_id != found[0].pk:
        wave.proposal = found[0]
        wave.save(update_fields=["proposal"])


def say_over(wave: Wave, *, by: Actor, at: datetime) -> None:
    """Quiet again: what nobody decided on ends by itself, and an incident's people are told."""
    last = Signal(key=f"wave:{wave.pk}", status=AlertStatus.RESOLVED.value, title="", ended_at=at)
    group = Group(key=f"wave:{wave.pk}", title=_title(wave), alerts=(last,), status=AlertStatus.RESOLVED.value)
    alerts.receive(source=source(by=by, at=at), groups=[group], by=by, at=at)


def _group(wave: Wave, new: Sequence[Report]) -> Group:
    signals = tuple(
        Signal(
            key=each.ref,
            status=AlertStatus.FIRING.value,
            title=_("A customer's report: %(reference)s") % {"reference": each.ref},
            started_at=each.at,
            link=places.outside(places.named(each.ref)),
        )
        for each in new
    )
    return Group(
        key=f"wave:{wave.pk}",
        title=_title(wave),
        alerts=signals,
        status=AlertStatus.FIRING.value,
        severity=next(word for least, word in LEVELS if wave.peak >= least),
        component=wave.component.slug if wave.component else "",
        region=wave.region.slug if wave.region else "",
        text=_text(wave, new),
        link=places.outside(f"/admin/feedback/wave/{wave.pk}/change/"),
    )


def _title(wave: Wave) -> str:
    """Readers may come to see it, so a supplier goes by its alias."""
    with translation.override(FALLBACK):
        about = [str(part) for part in (wave.component, wave.topic, wave.region) if part]
        title = _("Customers report trouble: %(about)s") % {"about": ", ".join(about)}
    return discretion.veil()(title, FALLBACK)[:TITLE_LENGTH]


def summary(wave: Wave) -> str:
    """What the numbers say, in English as every alert is."""
    with translation.override(FALLBACK):
        return _text(wave, ())


def _text(wave: Wave, new: Sequence[Report]) -> str:
    """What the numbers say, and the words that several people use."""
    said = {
        "customers": wave.peak,
        "usual": f"{wave.usual:.1f}",
        "first": f"{wave.first_report_at:%Y-%m-%d %H:%M} UTC",
    }
    text = _("%(customers)s customers wrote; %(usual)s are usual in such a time. The first wrote at %(first)s.") % said
    words = detection.leading_words(new)[:WORDS]
    if words:
        text += " " + _("Words that several use: %(words)s.") % {"words": ", ".join(words)}
    return discretion.veil()(text, FALLBACK)
