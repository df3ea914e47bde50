"""A third party's real name stands on the page only (practice P9, domain: Third parties)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from incidents.wording.linter import names
from incidents.wording.linter.draft import Category, Level, Mend
from incidents.wording.linter.reading import Reading
from incidents.wording.linter.registry import Hit, Rule

ON_THE_PAGE = "page"
CANONICAL = "any"  # read on the page as it is; everywhere else the alias is put in its place


def third_party_named(reading: Reading) -> Iterator[Hit]:
    draft = reading.draft
    if draft.channel_kind == ON_THE_PAGE:
        return
    level = Level.WARN if draft.channel_kind == CANONICAL else Level.BLOCK
    known = [supplier.names for supplier in draft.suppliers]
    for part, text in (("text", draft.text), ("subject", draft.subject)):
        for start, end, which in names.places(text, known):
            alias = draft.suppliers[which].alias
            yield Hit(start, end, Mend(start, end, alias) if alias else None, level=level, part=part)


RULES = (
    Rule(
        id="third_party_named",
        practice="P9",
        name=_("Third party named"),
        message=_(
            "A third party's real name stands on the status page only; "
            "everywhere else write its alias or have it signed."
        ),
        check=third_party_named,
        level=Level.BLOCK,
        category=Category.NEEDS_SIGNATURE,
        overridable=False,
        wordless=True,
        bad="Farlane CDN is down.",
        good="One of our third-party service providers has a failure.",
    ),
)
