"""Responsibility is ours, also where a supplier failed (practice P9)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from incidents.wording.linter import names
from incidents.wording.linter.reading import Reading, Sentence
from incidents.wording.linter.registry import Hit, Rule
from incidents.wording.linter.shared import at_end


def responsibility(reading: Reading) -> Iterator[Hit]:
    if reading.has(reading.words.apology):
        return
    mend = at_end(reading, reading.words.say_sorry)
    yield Hit(mend.start if mend else 0, mend.start if mend else 0, mend)


def no_blame(reading: Reading) -> Iterator[Hit]:
    """Shifting it off always; naming a supplier's failure only where nobody says sorry for it."""
    for _sentence, match in reading.every(reading.words.blame):
        yield Hit(*reading.raw(*match.span()))
        return
    if reading.has(reading.words.apology):
        return
    for sentence in reading.sentences:
        match = reading.first(reading.words.cause, sentence)
        if match and (reading.has(reading.words.supplier, sentence) or _names_one(reading, sentence)):
            yield Hit(*reading.raw(*match.span()))
            return


def _names_one(reading: Reading, sentence: Sentence) -> bool:
    known = [supplier.names for supplier in reading.draft.suppliers]
    return bool(names.places(reading.plain[sentence.start : sentence.end], known))


RULES = (
    Rule(
        id="responsibility",
        practice="P9",
        name=_("Responsibility and apology"),
        message=_("Nobody has said sorry. Take responsibility, even where a supplier failed."),
        check=responsibility,
        bad="Payments are refused. Thank you for your patience.",
        good="Payments are refused. We are sorry for the trouble this causes you.",
    ),
    Rule(
        id="no_blame",
        practice="P9",
        name=_("No blame"),
        message=_("This puts the blame on somebody else. To customers it is our service that failed."),
        check=no_blame,
        bad="This is due to a failure of our provider and outside our control.",
        good="A service we depend on has failed. Keeping yours running is our job, and we are sorry.",
    ),
)
