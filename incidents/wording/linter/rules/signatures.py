"""What legal signs too, before it leaves the house (domain: Roles and who decides)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from incidents.wording.linter.draft import Category
from incidents.wording.linter.reading import Reading
from incidents.wording.linter.registry import Hit, Rule


def admits_data_exposure(reading: Reading) -> Iterator[Hit]:
    for sentence, match in reading.every(reading.words.exposure):
        if reading.has(reading.words.data, sentence) and not reading.has(reading.words.denial, sentence):
            yield Hit(*reading.raw(*match.span()))


def promises_compensation(reading: Reading) -> Iterator[Hit]:
    for _sentence, match in reading.every(reading.words.compensation):
        yield Hit(*reading.raw(*match.span()))


RULES = (
    Rule(
        id="admits_data_exposure",
        practice="P5",
        name=_("Admits exposure of data"),
        message=_("This admits that data was exposed: a second signature is needed."),
        check=admits_data_exposure,
        category=Category.NEEDS_SIGNATURE,
    ),
    Rule(
        id="promises_compensation",
        practice="P5",
        name=_("Promises compensation"),
        message=_("This promises compensation: a second signature is needed."),
        check=promises_compensation,
        category=Category.NEEDS_SIGNATURE,
    ),
)
