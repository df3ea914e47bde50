"""Sentences of the timeline: kept in English as they happened, told again in the reader's language."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.text.translations import FALLBACK
from incidents.catalogue.states import ComponentStatus
from incidents.response.states import ClosureReason, Kind, Milestone, Role, State

SENTENCES = {
    "declared": _("Declared: %(title)s (%(incident_kind)s)"),
    "acknowledged": _("Acknowledged"),
    "classified": _("Severity set to %(level)s"),
    "raised": _("Severity raised from %(before)s to %(level)s"),
    "lowered": _("Severity lowered from %(before)s to %(level)s"),
    "proposed": _("Severity proposed: %(level)s"),
    "moved": _("%(state_before)s → %(state)s"),
    "resolved": _("Resolved"),
    "completed": _("Maintenance completed"),
    "reopened": _("Reopened"),
    "closed": _("Closed: %(closure)s, final severity %(level)s"),
    "closed_unrated": _("Closed: %(closure)s"),
    "merged": _("Duplicate of %(reference)s, closed"),
    "absorbed": _("%(reference)s was merged into this incident as a duplicate"),
    "renamed": _("Renamed from “%(before)s” to “%(title)s”"),
    "noted": _("Moment noted: %(milestone)s, %(after)s"),
    "corrected": _("Moment corrected: %(milestone)s from %(before)s to %(after)s"),
    "assigned": _("%(role)s: %(person)s"),
    "replaced": _("%(role)s: %(person)s in place of %(before)s"),
    "handed_over": _("%(role)s handed over from %(before)s to %(person)s"),
    "taken_over": _("%(person)s took over as %(role)s from %(before)s"),
    "taken": _("%(person)s took over as %(role)s"),
    "released": _("%(person)s is no longer %(role)s"),
    "called": _("Called: %(role)s"),
    "called_person": _("Called as %(role)s: %(person)s"),
    "call_lapsed": _("Nobody answered the call for %(role)s within %(minutes)s min"),
    "call_declined": _("%(person)s can't be %(role)s now"),
    "call_withdrawn": _("No longer called: %(role)s"),
    "impaired": _("%(component)s, %(region)s: %(status)s"),
    "called_off": _("%(component)s, %(region)s: no longer planned"),
    "rescheduled": _("Moved from %(before)s to %(after)s"),
    "cancelled": _("Maintenance called off"),
    "automated": _("Begins and ends by itself"),
    "by_hand": _("Begins and ends by hand only"),
    "recovered": _("%(component)s, %(region)s: recovered"),
    "supplier": _("Third party: %(supplier)s"),
    "no_supplier": _("No third party is the cause"),
    "fact_unknown": _("%(fact)s: not known yet"),
    "fact_estimated": _("%(fact)s, an estimate: %(answer)s"),
    "fact_confirmed": _("%(fact)s, confirmed: %(answer)s"),
    "fact_retracted": _("%(fact)s: withdrawn"),
    "signature_asked": _("Second signature asked: %(case)s"),
    "signature_given": _("%(person)s signed after %(length)s: %(case)s"),
    "signature_refused": _("%(person)s refused to sign after %(length)s: %(case)s"),
    "signature_void": _("Signature void, the words have changed: %(case)s"),
    "update_held": _("Decided to publish; time to object until %(until)s"),
    "update_withdrawn": _("Withdrawn before it went out"),
    "update_objected": _("%(person)s objected: it does not go out"),
    "update_failed": _("It could not go out and is a draft again"),
    "playbook_started": _("Playbook started: %(playbook)s, version %(version)s"),
    "playbook_answered": _("%(question)s → %(answer)s"),
    "playbook_done": _("Done: %(question)s"),
    "playbook_corrected": _("Answer corrected: %(question)s → %(answer)s instead of %(before)s"),
    "playbook_ended": _("Playbook ended: %(playbook)s"),
    "playbook_abandoned": _("Playbook abandoned: %(playbook)s"),
    "playbook_adopted": _("%(playbook)s: version %(after)s in place of %(before)s"),
}
LABELS = {
    "state": State,
    "state_before": State,
    "role": Role,
    "status": ComponentStatus,
    "closure": ClosureReason,
    "incident_kind": Kind,
    "milestone": Milestone,
}


def _spoken(key: str, value: Any) -> Any:
    """A known state by its name; words kept per language ({"en": …}) in the active one."""
    if isinstance(value, dict):
        return value.get(translation.get_language()) or value.get(FALLBACK, "")
    return str(LABELS[key](value).label) if key in LABELS else value


def sentence(what: str, params: dict[str, Any], words: str = "") -> str:
    """`what` with its parameters in the active language; `words` is what the person added."""
    shown = {key: _spoken(key, value) for key, value in params.items()}
    if "fact" in shown:
        shown["fact"] = gettext(shown["fact"])  # the name of a key; an organisation's own stays as it is
    if "region" in shown:
        shown["region"] = shown["region"] or gettext("everywhere")
    told = str(SENTENCES[what]) % shown
    return gettext("%(event)s: %(words)s") % {"event": told, "words": words} if words else told


def in_english(what: str, params: dict[str, Any], words: str = "") -> str:
    with translation.override("en"):
        return sentence(what, params, words)


def retell(text: str, data: dict[str, Any]) -> str:
    """An entry's text in the active language; a person's own words stay as they were written."""
    if data.get("what") not in SENTENCES:
        return text
    return sentence(data["what"], data.get("params", {}), data.get("words", ""))
