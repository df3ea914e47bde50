"""A fact in words: for readers in their language, honest about how sure we are; for staff as it was answered. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _

from core.text.translations import Language, pick
from incidents.facts import eta
from incidents.facts.states import KNOWN, Confidence, Kind, State

# A moment as the reader's page writes it.
Clock = Callable[[datetime], str]
STOPS = ".。!?！？…"


@dataclass(frozen=True, slots=True)
class Answer:
    """The present answer to one key. `number` counts the answers given; `meaning` is the number of the
    one since which readers would be told the same."""

    key: str
    kind: str
    state: str
    value: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    publishable: bool = True
    number: int = 0
    meaning: int = 0
    answer_id: int | None = None
    source: str = ""
    by: str = ""
    role: str = ""
    at: datetime | None = None


def said(answer: Answer | None, language: str, clock: Clock) -> str:
    """What `{key}` stands for in a message; empty where `gap` gives the reason."""
    if gap(answer, language) or answer is None:
        return ""
    with translation.override(language):
        return _TELLERS[Kind(answer.kind)](answer, language, clock)


def gap(answer: Answer | None, language: str) -> str:
    """Why a message can't say it, in the active language; empty when it can."""
    if answer is None:
        return _("nobody has answered it yet")
    if not answer.publishable:
        return _("it is for staff only, or held back by the communications lead")
    if answer.state == State.RETRACTED:
        return _("the answer was withdrawn")
    if answer.state not in KNOWN:
        return _("it is not known yet")
    if answer.kind == Kind.TEXT and not answer.texts.get(language):
        return _("it has no wording in this language: %(language)s") % {"language": Language(language).label}
    if answer.kind == Kind.VERIFIED and answer.state != State.CONFIRMED:
        return _("it is not confirmed: nothing may be called safe")
    if answer.kind == Kind.VERIFIED and not answer.value.get("answer"):
        return _("the answer is no: write it in your own words, with the second signature it needs")
    if answer.kind not in _TELLERS:
        return _("it is for staff only, or held back by the communications lead")
    return ""


def _text(answer: Answer, language: str, clock: Clock) -> str:
    text = answer.texts[language]
    if answer.state == State.CONFIRMED:
        return text
    stem, stop = (text[:-1], text[-1]) if text[-1] in STOPS else (text, "")
    return _("%(text)s (as far as we know now)") % {"text": stem} + stop


def _moment(answer: Answer, language: str, clock: Clock) -> str:
    written = clock(datetime.fromisoformat(answer.value["at"]))
    return written if answer.state == State.CONFIRMED else _("around %(moment)s") % {"moment": written}


def _number(answer: Answer, language: str, clock: Clock) -> str:
    text = number_range(answer.value)
    return text if answer.state == State.CONFIRMED else _("an estimated %(number)s") % {"number": text}


def _eta(answer: Answer, language: str, clock: Clock) -> str:
    span = expected(eta.read(answer.value), clock)
    if answer.state == State.CONFIRMED:
        return span
    if answer.value.get("confidence") == Confidence.LOW:
        return _("%(span)s (this is an early estimate and may change)") % {"span": span}
    return _("%(span)s (this is an estimate)") % {"span": span}


def _safe(answer: Answer, language: str, clock: Clock) -> str:
    return _("Your account and your data are safe.")


_TELLERS = {Kind.TEXT: _text, Kind.MOMENT: _moment, Kind.NUMBER: _number, Kind.ETA: _eta, Kind.VERIFIED: _safe}


def expected(span: eta.Range, clock: Clock) -> str:
    """“between 15:00 CET and 16:00 CET”, in the active language."""
    if span.earliest == span.latest:
        return _("around %(moment)s") % {"moment": clock(span.earliest)}
    return _("between %(earliest)s and %(latest)s") % {"earliest": clock(span.earliest), "latest": clock(span.latest)}


def number_range(value: dict[str, Any]) -> str:
    """“1,000 to 3,000”, in the active language."""
    low, high = (formats.number_format(value[name], force_grouping=True, use_l10n=True) for name in ("low", "high"))
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def shown(answer: Answer, language: str, clock: Clock) -> str:
    """The answer as staff reads it, without its state; the wording in `language`, else in what there is."""
    value, kind = answer.value, answer.kind
    if answer.state not in KNOWN and not value and not answer.texts:
        return ""
    if kind == Kind.TEXT:
        return wording(answer.texts, language)
    if kind == Kind.NOTE:
        return str(value.get("text", ""))
    if kind == Kind.MOMENT:
        return clock(datetime.fromisoformat(value["at"])) if value.get("at") else ""
    if kind == Kind.NUMBER:
        return number_range(value)
    if kind == Kind.ETA:
        return _eta_for_staff(value, clock)
    if kind == Kind.THIRD_PARTY:
        return str(value.get("name", "")) or _("No supplier")
    if kind == Kind.COMPONENTS:
        return ", ".join(value.get("names", ()))
    yes_no = _("Yes") if value.get("answer") else _("No")
    more = value.get("note") or (_("verified by %(who)s") % {"who": who} if (who := value.get("verified_by")) else "")
    return f"{yes_no}: {more}" if more else yes_no


def _eta_for_staff(value: dict[str, Any], clock: Clock) -> str:
    span = eta.read(value)
    confidence = Confidence(span.confidence).label if span.confidence else ""
    return _("%(span)s; basis: %(basis)s; confidence: %(confidence)s") % {
        "span": expected(span, clock),
        "basis": span.basis.rstrip(STOPS),
        "confidence": str(confidence).lower(),
    }


@dataclass(frozen=True, slots=True)
class _Row:
    language: str
    text: str


def wording(texts: dict[str, str], language: str) -> str:
    row = pick((_Row(name, text) for name, text in texts.items()), language)
    return row.text if row else next(iter(texts.values()), "")
