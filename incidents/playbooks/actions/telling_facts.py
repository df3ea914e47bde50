from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from core.web.errors import Conflict, Invalid
from incidents.facts import actions as facts
from incidents.facts import queries as ledger
from incidents.facts.states import State
from incidents.playbooks import paths
from incidents.playbooks.filling import filling
from incidents.playbooks.flow import Node
from incidents.playbooks.models import PlaybookRun


def tell_fact(run: PlaybookRun, node: Node, *, answer: str, note: str, language: str, by: Actor, at: datetime) -> None:
    """Put what an answer says into the facts, as an estimate. What is confirmed there stays as it is.

    A sentence that fits no field of its fact is no reason to refuse the answer: then the fact waits.
    """
    item = ledger.checklist().get(node.fact) if node.fact else None
    if item is None or item.derived:
        return
    found = filling(item.kind, answer, note, language=language)
    present = ledger.answers(run.incident).get(item.key)
    if found is None or (present and present.state == State.CONFIRMED):
        return
    value, texts = found
    if present:
        texts = {**present.texts, **texts}
    source = _("Playbook: %(playbook)s") % {"playbook": paths.words(paths.titles(run.playbook))}
    try:
        with transaction.atomic():
            facts.answer(
                incident=run.incident,
                key=item.key,
                state=State.ESTIMATED,
                value=value,
                texts=texts,
                source=source,
                by=by,
                at=at,
            )
    except (Invalid, Conflict):
        return
    run.incident.refresh_from_db()
