"""What an answer of each kind holds, checked before it is kept. Pure.

`value` is a JSON object; moments in it are ISO 8601 in UTC:

    moment      {"at"}
    number      {"low", "high"}                 whole numbers, `high` may be left out
    eta         {"earliest", "latest", "basis", "confidence"}
    yes_no      {"answer", "note"}
    verified    {"answer", "verified_by"}
    note        {"text"}
    third_party {"name"}                        empty: no supplier is the cause
    text        {}                              the words stand in `texts`, by language
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core.text.translations import Language
from core.web.errors import Invalid
from incidents.facts.states import Confidence, Kind, State

FIELDS: dict[str, tuple[str, ...]] = {
    Kind.TEXT: (),
    Kind.NOTE: ("text",),
    Kind.MOMENT: ("at",),
    Kind.NUMBER: ("low", "high"),
    Kind.ETA: ("earliest", "latest", "basis", "confidence"),
    Kind.YES_NO: ("answer", "note"),
    Kind.VERIFIED: ("answer", "verified_by"),
    Kind.THIRD_PARTY: ("name",),
    Kind.COMPONENTS: (),
}
TEXT_LENGTH = 2_000
LARGEST = 10**12
FIRST_YEAR, LAST_YEAR = 1970, 2199
CLOCK_STEP = timedelta(minutes=1)  # forms know minutes, the clock knows seconds

Value = dict[str, Any]
Texts = dict[str, str]


def clean(
    kind: str, state: str, value: Mapping[str, Any] | None, texts: Mapping[str, str] | None, *, at: datetime
) -> tuple[Value, Texts]:
    """`value` and `texts` as they are kept; raises `Invalid` naming every field that is wrong."""
    given = {name: each for name, each in (value or {}).items() if each not in (None, "")}
    words = {language: text.strip() for language, text in (texts or {}).items() if text and text.strip()}
    _refuse_strangers(kind, given, words)
    if state == State.UNKNOWN:
        if given or words:
            raise Invalid({"state": [_("Not known yet, and yet an answer: take back one of the two.")]})
        return {}, {}
    if kind == Kind.TEXT:
        if not words:
            raise Invalid({"texts": [_("Write it in at least one language.")]})
        return {}, words
    return _CLEANERS[Kind(kind)](given, state, at), {}


def _refuse_strangers(kind: str, given: Mapping[str, Any], words: Mapping[str, str]) -> None:
    problems: dict[str, list[str]] = {
        name: [_("This kind of fact has no such field.")] for name in given if name not in FIELDS[kind]
    }
    if words and kind != Kind.TEXT:
        problems["texts"] = [_("This kind of fact has no wording per language.")]
    for language, text in words.items():
        if language not in Language.values:
            problems["texts"] = [_("Unknown language: %(language)s.") % {"language": language}]
        elif len(text) > TEXT_LENGTH or "\x00" in text:
            problems["texts"] = [_("At most %(limit)d characters.") % {"limit": TEXT_LENGTH}]
    if problems:
        raise Invalid(problems)


def _moment(given: Mapping[str, Any], name: str) -> datetime:
    raw = given.get(name)
    if raw is None:
        raise Invalid({name: [_("Say when, or that it is not known yet.")]})
    try:
        found = raw if isinstance(raw, datetime) else parse_datetime(str(raw))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid({name: [_("This is no moment with a time zone.")]})
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Invalid({name: [_("The year must lie between %(first)d and %(last)d.") % years]})
    return found.astimezone(UTC)


def _text(given: Mapping[str, Any], name: str, *, needed: str = "") -> str:
    text = str(given.get(name, "")).strip()
    if needed and not text:
        raise Invalid({name: [needed]})
    if len(text) > TEXT_LENGTH or "\x00" in text:
        raise Invalid({name: [_("At most %(limit)d characters.") % {"limit": TEXT_LENGTH}]})
    return text


def _answer(given: Mapping[str, Any]) -> bool:
    if not isinstance(given.get("answer"), bool):
        raise Invalid({"answer": [_("Answer yes or no, or that it is not known yet.")]})
    return bool(given["answer"])


def moment_of(stored: str) -> datetime:
    """A stored moment."""
    return datetime.fromisoformat(stored)


def _clean_moment(given: Mapping[str, Any], state: str, at: datetime) -> Value:
    return {"at": _moment(given, "at").isoformat()}


def _clean_number(given: Mapping[str, Any], state: str, at: datetime) -> Value:
    low = given.get("low")
    if low is None:
        raise Invalid({"low": [_("Give a number, or say that it is not known yet.")]})
    high = given.get("high", low)
    for name, number in (("low", low), ("high", high)):
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= LARGEST:
            raise Invalid({name: [_("Give a whole number, zero or more.")]})
    if high < low:
        raise Invalid({"high": [_("The end of the range lies below its beginning.")]})
    return {"low": low, "high": high}


def _clean_eta(given: Mapping[str, Any], state: str, at: datetime) -> Value:
    earliest, latest = _moment(given, "earliest"), _moment(given, "latest")
    if latest < earliest:
        raise Invalid({"latest": [_("The latest moment lies before the earliest.")]})
    if earliest < at - CLOCK_STEP:
        raise Invalid({"earliest": [_("This moment is past. Say what you expect from now on.")]})
    confidence = given.get("confidence", Confidence.MEDIUM.value)
    if confidence not in Confidence.values:
        raise Invalid({"confidence": [_("Choose one of: %(choices)s.") % {"choices": ", ".join(Confidence.values)}]})
    basis = _text(given, "basis", needed=_("Say what this rests on: a fix under way, a like case, a supplier's word."))
    return {
        "earliest": earliest.isoformat(),
        "latest": latest.isoformat(),
        "basis": basis,
        "confidence": str(confidence),
    }


def _clean_yes_no(given: Mapping[str, Any], state: str, at: datetime) -> Value:
    return {"answer": _answer(given), "note": _text(given, "note")}


def _clean_verified(given: Mapping[str, Any], state: str, at: datetime) -> Value:
    answer = _answer(given)
    needed = _("Say who has verified it: only then it counts as confirmed.") if state == State.CONFIRMED else ""
    return {"answer": answer, "verified_by": _text(given, "verified_by", needed=needed)}


def _clean_note(given: Mapping[str, Any], state: str, at: datetime) -> Value:
    return {"text": _text(given, "text", needed=_("Write a sentence, or say that it is not known yet."))}


def _clean_third_party(given: Mapping[str, Any], state: str, at: datetime) -> Value:
    return {"name": _text(given, "name")}


_CLEANERS = {
    Kind.MOMENT: _clean_moment,
    Kind.NUMBER: _clean_number,
    Kind.ETA: _clean_eta,
    Kind.YES_NO: _clean_yes_no,
    Kind.VERIFIED: _clean_verified,
    Kind.NOTE: _clean_note,
    Kind.THIRD_PARTY: _clean_third_party,
}
