"""Simple, short, calm (practice P12); nothing made small (practice P9)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from incidents.wording.linter import names
from incidents.wording.linter.draft import Mend
from incidents.wording.linter.reading import Reading
from incidents.wording.linter.registry import Hit, Rule
from incidents.wording.linter.table import EXPERTS

_LOUD = re.compile(
    r"!+|[\u2600-\u27bf\u2b50\u2b55\u266a\u203c\u2049\U0001f000-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
)
_SHOUTED = re.compile(r"\b[A-ZÀ-Ý]{4,}(?:[ ,'-]{1,2}[A-ZÀ-Ý]{2,}){1,}\b|\b[A-ZÀ-Ý]{7,}\b")
MOST = 5
SHORTEST = 5  # letters of a shouted word: "REST API" is a name


def jargon(reading: Reading) -> Iterator[Hit]:
    """Words of the trade; those in the names of components are names."""
    spared = [match.span() for match in reading.functions.finditer(reading.low)] if reading.functions else []
    known = [supplier.names for supplier in reading.draft.suppliers]
    spared += [(start, end) for start, end, _which in names.places(reading.plain, known)]
    left = MOST
    for pattern, plain in reading.words.jargon.items():
        for match in pattern.finditer(reading.low):
            if any(start <= match.start() and match.end() <= end + 1 for start, end in spared):
                continue
            start, end = reading.raw(*match.span())
            yield Hit(start, end, Mend(start, end, plain) if plain else None)
            left -= 1
            if not left:
                return


def sentence_length(reading: Reading) -> Iterator[Hit]:
    limit = reading.words.longest[reading.draft.audience in EXPERTS]
    for sentence in reading.sentences:
        if reading.count(sentence) > limit:
            yield Hit(*reading.raw(sentence.start, sentence.end))


def minimising(reading: Reading) -> Iterator[Hit]:
    for _sentence, match in reading.every(reading.words.minimising):
        yield Hit(*reading.raw(*match.span()))


def tone(reading: Reading) -> Iterator[Hit]:
    calm = "。" if reading.words.counts_letters else "."
    for match in [*_LOUD.finditer(reading.plain)][:MOST]:
        start, end = reading.raw(*match.span())
        yield Hit(start, end, Mend(start, end, calm if match[0].startswith("!") else ""))
    called = {name.casefold() for name in (*reading.draft.components, *reading.draft.regions)}
    called |= {name.casefold() for supplier in reading.draft.suppliers for name in supplier.names}
    for match in [*_SHOUTED.finditer(reading.plain)][:MOST]:
        acronyms = max(map(len, re.findall(r"\w+", match[0]))) < SHORTEST
        if not acronyms and match[0].casefold() not in called:
            start, end = reading.raw(*match.span())
            yield Hit(start, end, Mend(start, end, match[0].lower()))


RULES = (
    Rule(
        id="jargon",
        practice="P12",
        name=_("Jargon"),
        message=_("Most readers don't know this word. Say what it means for them."),
        check=jargon,
        bad="Elevated latency on our CDN endpoints.",
        good="Films start slowly.",
    ),
    Rule(
        id="sentence_length",
        practice="P12",
        name=_("Sentence length"),
        message=_("This sentence is too long for somebody in a hurry. Make two of it."),
        check=sentence_length,
    ),
    Rule(
        id="minimising",
        practice="P9",
        name=_("Minimising"),
        message=_("This makes the harm smaller than it is for those who have it. Say what happens, and to how many."),
        check=minimising,
        bad="Due to a minor glitch some users may experience delays. We apologise for any inconvenience.",
        good="Films start up to a minute late for one customer in ten.",
    ),
    Rule(
        id="tone",
        practice="P12",
        name=_("Calm tone"),
        message=_("No exclamation marks, emoji or capitals: readers are upset already."),
        check=tone,
        bad="OOPS! Search is DOWN FOR EVERYONE!!",
        good="Search finds nothing at the moment.",
    ),
)
