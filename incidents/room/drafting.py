"""From the editor's form to the communication slice's actions."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from core.actor import Actor
from incidents.communication import actions as communication
from incidents.communication.errors import AlreadyPublished
from incidents.communication.models import Update
from incidents.communication.states import State
from incidents.communication.texts import Text
from incidents.room import desk
from incidents.room.forms import UpdateForm


def keep(form: UpdateForm, *, by: Actor, at: datetime) -> Update:
    """The draft as the form has it: made, changed, or left alone when nothing differs.

    The first save of a form carries the form's own token, so that a double click makes one draft.
    """
    said = {
        "phase": form.cleaned_data["phase"],
        "incident_state": form.cleaned_data["incident_state"],
        "next_update_at": form.promise(at),
        "notify": form.cleaned_data["notify"],
        "texts": form.texts(),
    }
    token = form.cleaned_data["token"]
    draft = form.draft or made_by(form, token)
    if draft is None:
        try:
            with transaction.atomic():
                return make(form, token, by=by, at=at, **said)
        except IntegrityError:
            draft = made_by(form, token)
            if draft is None:
                raise
    if draft.state == State.PUBLISHED:
        raise AlreadyPublished(draft)
    if draft.state == State.DRAFT and same(draft, said):
        return draft
    version = form.cleaned_data["version"] or draft.version
    return communication.revise(update=draft, version=version, by=by, at=at, **said)


def make(form: UpdateForm, token: str, *, by: Actor, at: datetime, **said: Any) -> Update:
    corrects = desk.with_words(form.incident, form.cleaned_data["corrects"], State.PUBLISHED)
    made = communication.draft(incident=form.incident, corrects=corrects, by=by, at=at, **said)
    if token:
        Update.objects.filter(pk=made.pk).update(public_id=token)
        made.public_id = token
    return made


def made_by(form: UpdateForm, token: str) -> Update | None:
    """What an earlier sending of the same form has made."""
    if not token:
        return None
    return next(
        filter(
            None,
            (
                desk.with_words(form.incident, pk, state)
                for pk, state in form.incident.updates.filter(public_id=token).values_list("pk", "state")
            ),
        ),
        None,
    )


def same(draft: Update, said: dict[str, Any]) -> bool:
    """Whether the form says what the draft says already."""
    words = {Text(row.audience_id, row.channel_kind, row.language, row.subject, row.text) for row in draft.words}
    typed = {
        Text(each.audience, each.channel_kind, each.language, each.subject.strip(), each.text.strip())
        for each in said["texts"]
    }
    fields = ("phase", "incident_state", "notify", "next_update_at")
    return words == typed and all(getattr(draft, name) == said[name] for name in fields)
