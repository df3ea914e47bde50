"""Where a run stands and how it came there, read from its rows; asked by actions and by pages."""

from collections.abc import Iterable, Iterator

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language
from incidents.communication.models import Update
from incidents.playbooks.flow import Flow, Given, Walk, walk
from incidents.playbooks.models import Playbook, PlaybookRun, RunAnswer
from incidents.playbooks.states import UNKNOWN, NodeKind

UNKNOWN_WORDS = _("Not known yet")


def walked(flow: Flow, answers: Iterable[RunAnswer]) -> Walk:
    """Follow the rows, which are in the order of their numbers."""
    return walk(flow, [Given(row.number, row.node, row.answer, row.corrects) for row in answers])


def label(flow: Flow, row: RunAnswer) -> str:
    """The answer's words in the active language."""
    node = flow.by_key.get(row.node)
    chosen = node.answer(row.answer) if node else None
    if chosen:
        return words(chosen.text)
    if row.answer == UNKNOWN:
        return str(UNKNOWN_WORDS)
    return str(_("Done")) if node is None or node.kind != NodeKind.QUESTION else row.answer


def words(texts: dict[str, str]) -> str:
    """The text in the active language, else in English."""
    return texts.get(get_language() or "") or texts.get("en", "")


def in_all_languages(text: Promise) -> Iterator[tuple[str, str]]:
    for language in Language.values:
        with translation.override(language):
            yield language, str(text)


def titles(playbook: Playbook) -> dict[str, str]:
    """The playbook's title per language."""
    return {row.language: row.title for row in playbook.translations.all()} or {"en": playbook.slug}


def said_here(run: PlaybookRun) -> Update | None:
    """What readers were told since the run came to the message it stands at: its draft, or one of its phase."""
    node = run.version.flow.by_key.get(run.node)
    if node is None or node.kind != NodeKind.MESSAGE:
        return None
    told = run.incident.updates.published().order_by("sequence")
    return (
        told.filter(pk=run.draft_id).first()
        or told.filter(phase=node.phase, published_at__gte=run.entered_at, corrects=None).first()
    )
