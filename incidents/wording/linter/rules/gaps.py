"""Nothing is sent with a hole in it (practice P4)."""

import re
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.text import fields
from incidents.wording.linter.draft import Level
from incidents.wording.linter.reading import Reading
from incidents.wording.linter.registry import Hit, Rule

_BRACES = re.compile(r"\{[ \t]{0,3}[\w.]{0,60}[ \t]{0,3}\}", re.ASCII)


def unfilled_placeholder(reading: Reading) -> Iterator[Hit]:
    for gap in reading.gaps:
        message = _("Nothing is known yet for this field.") if gap.known else _("There is no such field.")
        yield Hit(
            gap.start, gap.end, message=format_lazy("{field}: {message}", field=f"{{{gap.name}}}", message=message)
        )
    for _sentence, match in reading.every(reading.words.blank):
        start, end = reading.raw(*match.span())
        if reading.draft.text[start : start + 1] != "{":  # what a field is filled with is somebody else's text
            yield Hit(start, end)
    values = reading.draft.fields
    for match in _BRACES.finditer(reading.draft.subject):
        name = next(iter(fields.named(match[0])), "")
        if not values.get(name, "").strip():
            yield Hit(*match.span(), part="subject")


RULES = (
    Rule(
        id="unfilled_placeholder",
        practice="P4",
        name=_("Unfilled placeholder"),
        message=_("Something was meant to be filled in here."),
        check=unfilled_placeholder,
        level=Level.BLOCK,
        overridable=False,
        wordless=True,
        bad="Playback fails in {regions} since XX:XX.",
        good="Playback fails in France since 12:05 UTC.",
    ),
)
