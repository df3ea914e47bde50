"""Each message fits its channel (practice P7)."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from incidents.wording.linter import limits
from incidents.wording.linter.draft import Level
from incidents.wording.linter.reading import Reading
from incidents.wording.linter.registry import Hit, Rule


def channel_length(reading: Reading) -> Iterator[Hit]:
    draft = reading.draft
    asked = {name: limits.NETWORKS[name] for name in draft.networks if name in limits.NETWORKS}
    if not asked and draft.channel_kind in limits.BY_KIND:
        asked = {draft.channel_kind: limits.BY_KIND[draft.channel_kind]}
    end = len(draft.text)
    for name, limit in asked.items():
        over = -limits.room(draft.text.strip(), draft.link, limit)
        if over > 0:
            message = format_lazy(_("Too long for {name}: {over} characters over."), name=name, over=over)
            yield Hit(max(0, end - over), end, message=message)


RULES = (
    Rule(
        id="channel_length",
        practice="P7",
        name=_("Length for the channel"),
        message=_("Too long for the channel it is written for."),
        check=channel_length,
        level=Level.BLOCK,
        overridable=False,
        wordless=True,
    ),
)
