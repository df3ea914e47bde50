from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.text.translations import Language
from incidents.communication import gathering, policies, states
from incidents.communication.actions import steps
from incidents.communication.bulletin import Bulletin
from incidents.communication.errors import NotCited
from incidents.communication.models import Citation, Update
from incidents.communication.states import Phase
from incidents.communication.texts import ANY, Text
from incidents.facts import words
from incidents.facts.words import Answer


@transaction.atomic
def prepare_correction(*, update: Update, key: str, by: Actor, at: datetime) -> Update:
    """Draft what puts right a fact that `update` told readers and that has changed since.

    Asked twice, it gives the draft there is. Nothing is published. Raises `NotCited` when the
    update doesn't say this fact.
    """
    incident = steps.locked(update.incident_id)
    require(policies.can_draft, by, incident)
    row = Citation.objects.select_related("answer__fact").filter(update=update, key=key).first()
    if row is None:
        raise NotCited(key)
    waiting = incident.updates.drafts().filter(corrects=update, phase=Phase.CORRECTION).order_by("pk").first()
    if waiting:
        return waiting
    update.incident = incident
    bulletin = gathering.gather(update, at=update.published_at or at, for_webhook=False)
    said = row.answer.as_answer(row.answer.fact)
    texts = [Text(gathering.GENERAL, ANY, each, "", _words(bulletin, said, each)) for each in Language.values]
    return steps.write(
        incident,
        texts,
        by=by,
        at=at,
        corrects=update,
        phase=Phase.CORRECTION,
        incident_state=states.to_tell(incident.state),
        next_update_at=None,
        notify=True,
    )


def _words(bulletin: Bulletin, said: Answer, language: str) -> str:
    """What was said, that it isn't so, and what is known instead, in `language`."""
    with translation.override(language):
        then = _spoken(bulletin, said, language)
        opening = _("Correction: at %(moment)s we wrote: “%(old)s” That was not right, and we apologise.") % {
            "moment": bulletin.written(bulletin.told.at, language, near=bulletin.told.at),
            "old": then,
        }
        if not words.gap(bulletin.facts.get(said.key), language):
            return opening + "\n\n" + _("What we know now: %(field)s") % {"field": f"{{{said.key}}}"}
        return opening + "\n\n" + _("We do not know better yet, and will tell you here as soon as we do.")


def _spoken(bulletin: Bulletin, said: Answer, language: str) -> str:
    """The old answer as readers of `language` had it, in the language there was."""

    def clock(moment: datetime) -> str:
        return bulletin.written(moment, language, near=bulletin.told.at)

    return words.said(said, language, clock) or words.shown(said, language, clock)
