"""What happened, what is done, until when (practice P10)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from incidents.wording.linter.reading import Reading
from incidents.wording.linter.registry import Hit, Rule
from incidents.wording.linter.shared import at_end

NEAR = 30  # letters from a promise to the word that denies it


def what_we_do(reading: Reading) -> Iterator[Hit]:
    if reading.has(reading.words.action):
        return
    mend = at_end(reading, reading.words.say_work)
    yield Hit(mend.start if mend else 0, mend.start if mend else 0, mend)


def eta_or_unknown(reading: Reading) -> Iterator[Hit]:
    if reading.expecting or reading.has(reading.words.unknown_when):
        return
    mend = at_end(reading, reading.words.say_unknown)
    yield Hit(mend.start if mend else 0, mend.start if mend else 0, mend)


def promise_too_firm(reading: Reading) -> Iterator[Hit]:
    """Not where it is denied: "we cannot promise it" is honest."""
    for sentence, match in reading.every(reading.words.firm):
        before = max(sentence.start, match.start() - NEAR), match.start()
        after = match.end(), min(sentence.end, match.end() + NEAR)
        near = after if reading.words.counts_letters else before  # Japanese denies at the end
        if not reading.words.denial.search(reading.low, *near):
            yield Hit(*reading.raw(*match.span()))


RULES = (
    Rule(
        id="what_we_do",
        practice="P10",
        name=_("What we do"),
        message=_("Say what is being done about it."),
        check=what_we_do,
        bad="Search returns nothing. We are sorry.",
        good="Search returns nothing. We are sorry, and we are rebuilding its list.",
    ),
    Rule(
        id="eta_or_unknown",
        practice="P10",
        name=_("When it will be over"),
        message=_("Say when it should be over, as a range, or honestly that you do not know yet."),
        check=eta_or_unknown,
        bad="We are working on it.",
        good="We expect it to work again between 18:30 and 19:10 UTC.",
    ),
    Rule(
        id="promise_too_firm",
        practice="P10",
        name=_("A promise too firm"),
        message=_("Nobody can promise this. Say what you expect, and on what ground."),
        check=promise_too_firm,
        bad="It will be fixed by 16:00 UTC and will never happen again.",
        good="We expect it to work again by about 16:00 UTC.",
    ),
)
