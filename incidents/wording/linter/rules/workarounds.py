"""A way around that is known is told (practice P2)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.text.folding import fold, lowered
from incidents.wording.linter.reading import Reading
from incidents.wording.linter.registry import Hit, Rule
from incidents.wording.linter.shared import at_end

ENOUGH = 0.4  # of the fact's words found in the text
_WORD = re.compile(r"[^\W_]{4,}")


def workaround_used(reading: Reading) -> Iterator[Hit]:
    fact = reading.draft.fact("workaround")
    if fact is None or not fact.text.strip() or reading.has(reading.words.workaround):
        return
    wanted = _pieces(reading, lowered(fold(fact.text).text))
    if not wanted or len(wanted & _pieces(reading, reading.low)) >= ENOUGH * len(wanted):
        return
    ending = "" if fact.text.rstrip()[-1:] in ".。!?！？" else ("。" if reading.words.counts_letters else ".")
    mend = at_end(reading, reading.words.say_workaround % fact.text.strip() + ending)
    end = len(reading.draft.text.rstrip())
    yield Hit(end, end, mend)


def _pieces(reading: Reading, text: str) -> set[str]:
    """Words worth comparing; pairs of letters where there are no words."""
    if not reading.words.counts_letters:
        return {reading.words.stem(word) for word in _WORD.findall(text)}
    letters = re.sub(r"[\s\W]", "", text)
    return {letters[place : place + 2] for place in range(len(letters) - 1)}


RULES = (
    Rule(
        id="workaround_used",
        practice="P2",
        name=_("Workaround told"),
        message=_("A workaround is known, and this message does not tell it."),
        check=workaround_used,
        bad="Live channels do not start on televisions.",
        good="Live channels do not start on televisions. Until then: watch in a web browser.",
    ),
)
