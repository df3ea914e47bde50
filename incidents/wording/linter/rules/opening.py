"""Scope first, and whom it concerns (practice P8)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from incidents.wording.linter.reading import Reading
from incidents.wording.linter.registry import Hit, Rule
from incidents.wording.linter.shared import at_end, at_start


def scope_first(reading: Reading) -> Iterator[Hit]:
    """The first sentence names what fails or works again: a function, or what readers cannot do."""
    first, words = reading.opening, reading.words
    if first is None:
        return
    named = reading.has(reading.functions, first) or reading.has(words.function, first)
    if named and (reading.has(words.harm, first) or reading.has(words.exposure, first)):
        return
    if reading.has(words.customer, first) and reading.has(words.cannot, first):
        return
    start, end = reading.raw(first.start, first.end)
    yield Hit(start, end, at_start(reading, words.say_scope, needs=("functions", "regions")))


def who_where(reading: Reading) -> Iterator[Hit]:
    # told already that it has no value
    meant = any(gap.name == "regions" for gap in reading.gaps) or reading.has(reading.words.blank)
    if meant or reading.has(reading.places) or reading.has(reading.words.who):
        return
    mend = at_end(reading, reading.words.say_where, needs=("regions",))
    yield Hit(mend.start if mend else 0, mend.start if mend else 0, mend)


RULES = (
    Rule(
        id="scope_first",
        practice="P8",
        name=_("Scope first"),
        message=_("Begin with what customers cannot do, or which function is affected."),
        check=scope_first,
        bad="We have identified the root cause and are rolling out a fix.",
        good="You cannot sign in at the moment. We have found the cause and are repairing it.",
    ),
    Rule(
        id="who_where",
        practice="P8",
        name=_("Who and where"),
        message=_("Say whom it concerns: everyone or some, which regions, which devices."),
        check=who_where,
        bad="Playback fails.",
        good="Playback fails for about half of our customers in France, on televisions only.",
    ),
)
