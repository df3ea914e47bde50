"""When it happened, and by whose clock (practice P11)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from incidents.wording.linter.draft import Mend
from incidents.wording.linter.reading import Reading
from incidents.wording.linter.registry import Hit, Rule
from incidents.wording.linter.shared import at_end


def timestamp(reading: Reading) -> Iterator[Hit]:
    """A moment that is neither the next update's nor the hoped-for end; of planned work, its own is ahead."""
    ahead = () if reading.draft.phase == "maintenance" else reading.expecting
    spoken_for = {*reading.promising, *ahead}
    if any(reading.has(reading.words.moment, each) for each in reading.sentences if each not in spoken_for):
        return
    if reading.has(reading.words.blank) or any(gap.name == "impact_started_at" for gap in reading.gaps):
        return  # meant to be there, and told already that it is missing
    mend = at_end(reading, reading.words.say_since, needs=("impact_started_at",))
    end = len(reading.draft.text.rstrip())
    yield Hit(end, end, mend)


def time_zone(reading: Reading) -> Iterator[Hit]:
    words = reading.words
    for sentence in reading.sentences:
        match = reading.first(words.clock, sentence)
        if match and not reading.has(words.zone, sentence):
            start, end = reading.raw(*match.span())
            mend = Mend(end, end, words.utc) if reading.draft.time_zone == "UTC" else None
            yield Hit(start, end, mend)


RULES = (
    Rule(
        id="timestamp",
        practice="P11",
        name=_("Moment"),
        message=_("Say since when, or from when to when."),
        check=timestamp,
        bad="Sign-in did not work. It does now.",
        good="Sign-in did not work between 17:55 and 19:00 UTC.",
    ),
    Rule(
        id="time_zone",
        practice="P11",
        name=_("Time zone"),
        message=_("A time without its zone is another moment for every reader."),
        check=time_zone,
        bad="Next update at 21:00.",
        good="Next update at 21:00 UTC.",
    ),
)
