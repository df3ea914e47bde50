"""What other people's pages show of ours: a small document for the script, and a page for a frame."""

from typing import Any

from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.statuspages import labels, rendering
from incidents.statuspages.elsewhere import elsewhere
from incidents.statuspages.page import Page

SCRIPT, DOCUMENT, FRAME = "/widget.js", "/widget.json", "/embed/"
Banner = tuple[str, str, str]
NAMED = 3  # more titles than this and a small box is no small box any more


def document(page: Page, said: Banner | None = None) -> dict[str, Any]:
    """All that `widget.js` shows, in words of the page's language. `version` changes when a reader would care.

    `said` is the page's banner where the caller has it already; it costs more than the rest.
    """
    said, page = (None if page.secrets else said), elsewhere(page)  # the page's banner may name a supplier
    with translation.override(page.language):
        state, sentence, _explanation = said or labels.banner(page)
        felt = [*page.open, *(card for card in page.maintenances if card.is_running)]
        return {
            "version": f"{state}:{':'.join(card.version for card in felt)}",
            "language": page.language,
            "name": page.name.text,
            "url": f"{page.url}/{page.language}/",
            "state": state,
            "label": labels.component_state(state),
            "sentence": sentence,
            "incidents": [
                {
                    "title": card.title.text,
                    "state": labels.incident_state(card.state),
                    "url": f"{page.url}/{page.language}/incidents/{card.reference}/",
                }
                for card in felt[:NAMED]
            ],
            "words": {"more": _("Status page"), "hide": _("Hide this message")},
        }


def framed(page: Page, version: str, said: Banner | None = None) -> str:
    """The answer to "is it me or you?" alone, for an iframe; its links open the page itself."""
    said, page = (None if page.secrets else said), elsewhere(page)
    with translation.override(page.language):
        state, sentence, _explanation = said or labels.banner(page)
        context = rendering.frame(page, FRAME) | {
            **{"banner_state": state, "banner": sentence, "version": version},
            "home": f"{page.url}/{page.language}/",
        }
        return get_template("public/embed.html").render(context)
