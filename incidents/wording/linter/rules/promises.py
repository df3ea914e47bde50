"""The next word is promised for a moment, and for the same one as the field beside the text (practice P11)."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone, tzinfo

from django.utils.translation import gettext_lazy as _

from core.text.moments import zone
from incidents.wording.linter.draft import Mend
from incidents.wording.linter.reading import Reading, Sentence
from incidents.wording.linter.registry import Hit, Rule
from incidents.wording.linter.shared import at_end

FIELD = "next_update_at"
# Abbreviations that mean one offset only, in hours; others (IST, CST) mean several.
OFFSETS = {"utc": 0, "gmt": 0, "cet": 1, "cest": 2, "jst": 9, "日本時間": 9, "est": -5, "edt": -4, "pst": -8, "pdt": -7}


def next_update(reading: Reading) -> Iterator[Hit]:
    made = [each for each in reading.promising if reading.has(reading.words.soon, each)]
    if not made:
        mend = at_end(reading, reading.words.say_next, needs=(FIELD,))
        end = len(reading.draft.text.rstrip())
        yield Hit(end, end, mend)
        return
    moment = reading.draft.next_update_at
    if moment is None:
        return
    wrong = [hit for each in made for hit in _other_times(reading, each, moment)]
    said = sum(len(list(reading.words.clock.finditer(reading.low, each.start, each.end))) for each in made)
    if wrong and len(wrong) == said:  # one right time is enough: a sentence may tell others too
        yield wrong[-1]


def _other_times(reading: Reading, sentence: Sentence, moment: datetime) -> Iterator[Hit]:
    cue = reading.first(reading.words.next_update, sentence)
    for match in reading.words.clock.finditer(reading.low, sentence.start, sentence.end):
        near = reading.low[match.end() : match.end() + 8]
        meant = {moment.astimezone(place) for place in _zones(reading, near)}
        if cue and not any(_says(match, local) for local in meant):
            start, end = reading.raw(*match.span())
            filled = reading.draft.fields.get(FIELD)
            past_zone = re.match(r"\s*[\(（]?(?:utc|gmt|cest|cet|jst)[\)）]?", reading.low[match.end() :])
            stop = reading.raw(match.start(), match.end() + (past_zone.end() if past_zone else 0))[1]
            mend = Mend(start, stop, f"{{{FIELD}}}") if filled else None
            yield Hit(start, end, mend, message=_("The field beside it promises another moment than the text."))


def _zones(reading: Reading, near: str) -> list[tzinfo]:
    """What a time followed by `near` may mean: the zone it names, else the page's."""
    named = next((hours for name, hours in OFFSETS.items() if name in near), None)
    if named is not None:
        return [timezone(timedelta(hours=named))]
    return [zone(reading.draft.time_zone)]


def _says(match: re.Match[str], local: datetime) -> bool:
    found = match.groupdict()
    hour, minute = int(found["h"]), int(found["m"] or found.get("m2") or 0)
    if found.get("ap"):
        after = found["ap"] in ("p", "午後")
        hour = hour % 12 + (12 if after else 0)
    return (hour, minute) == (local.hour, local.minute)


RULES = (
    Rule(
        id="next_update",
        practice="P11",
        name=_("Next update promised"),
        message=_("Say by when readers hear from you again."),
        check=next_update,
        bad="We will keep you informed.",
        good="We will write again by 18:20 UTC, sooner if anything changes.",
    ),
)
