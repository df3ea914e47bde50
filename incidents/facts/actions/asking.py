from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.actor import Actor, require
from core.audit import actions as audit
from core.text import moments
from core.web.errors import Invalid
from incidents.facts import policies
from incidents.facts.actions import steps
from incidents.facts.models import FactRequest
from incidents.facts.queries import Item
from incidents.response import discretion, letters
from incidents.response.actions.steps import locked
from incidents.response.discretion import Veil
from incidents.response.models import Incident
from incidents.response.states import Kind, Role

NOTE_LENGTH = 500


@transaction.atomic
def ask(
    *,
    incident: Incident,
    key: str,
    due_at: datetime,
    user: User | None = None,
    role: str = "",
    group: Group | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> FactRequest:
    """Ask one person, whoever holds a role, or a group for a fact by a moment; they are written to.

    It stands on their home page until somebody answers, whoever that is. An exercise writes to nobody.
    """
    asked = steps.item(key)
    incident = locked(incident, at)
    require(policies.can_ask, by, incident)
    _check(user, role, group, due_at, note, at)
    row = FactRequest.objects.create(
        incident=incident,
        key=key,
        to_user=user,
        to_role=role,
        to_group=group,
        note=note.strip(),
        due_at=due_at,
        asked_at=at,
        asked_by=by.label[:200],
    )
    audit.record("incidents.fact.asked", on=row, by=by, at=at, incident=incident.reference, key=key, to=row.to)
    if incident.kind != Kind.DRILL:
        veil = discretion.veil()  # reads the suppliers once for all of them
        for person in _people(row):
            _write(row, asked, person, veil, by=by, at=at)
    return row


@transaction.atomic
def withdraw(*, request: FactRequest, by: Actor, at: datetime) -> FactRequest:
    """Nobody need answer any more."""
    incident = locked(request.incident, at)
    require(policies.can_ask, by, incident)
    row = FactRequest.objects.get(pk=request.pk)
    if row.settled_at is None:
        row.settled_at, row.settled_by = at, by.label[:200]
        row.save(update_fields=["settled_at", "settled_by"])
        audit.record("incidents.fact.ask_withdrawn", on=row, by=by, at=at, incident=incident.reference, key=row.key)
    return row


def _check(user: User | None, role: str, group: Group | None, due_at: datetime, note: str, at: datetime) -> None:
    if sum(map(bool, (user, role, group))) != 1:
        raise Invalid({"user": [_("Ask one person, one role or one group.")]})
    if role and role not in Role.values:
        raise Invalid({"role": [_("Choose one of: %(choices)s.") % {"choices": ", ".join(Role.values)}]})
    if due_at <= at:
        raise Invalid({"due_at": [_("This moment is past. Give them some minutes.")]})
    if len(note) > NOTE_LENGTH or "\x00" in note:
        raise Invalid({"note": [_("At most %(limit)d characters.") % {"limit": NOTE_LENGTH}]})


def _people(row: FactRequest) -> QuerySet[User]:
    """Those asked who have an address: the person, the holders of the role now, the members of the group."""
    people = User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")
    if row.to_user_id:
        return people.filter(pk=row.to_user_id)
    if row.to_group_id:
        return people.filter(groups=row.to_group_id)
    held = row.incident.assignments.filter(role=row.to_role, to_at=None)
    return people.filter(pk__in=held.values("user"))


def _write(row: FactRequest, asked: Item, person: User, veil: Veil, *, by: Actor, at: datetime) -> None:
    """Owe the letter, in the reader's language and time zone; a supplier's name does not leave the house with it."""
    with translation.override(person.locale):
        question = veil(steps.item(asked.key).question, person.locale)
        subject = _("[%(reference)s] Asked of you: %(question)s") % {
            "reference": row.incident.reference,
            "question": question,
        }
        due = moments.written(row.due_at, language=person.locale, time_zone=person.time_zone, near=at)
        text = _letter() % {
            "who": veil(by.label, person.locale),
            "incident": f"{row.incident.reference} {veil(row.incident.title, person.locale)}",
            "question": question,
            "due": due,
            "note": veil(row.note, person.locale) or "–",
        }
    key = f"incidents.fact_request:{row.pk}"
    letters.owe(letters.Letter(subject, text, ""), key=key, user=person, by=by, at=at)


def _letter() -> str:
    return _(
        "%(who)s asks you for a fact about %(incident)s:\n\n%(question)s\n\nNeeded by: %(due)s\nNote: %(note)s\n\n"
        "Please answer in the incident's room, under Facts. “Not known yet” is a good answer: nobody waits then."
    )
