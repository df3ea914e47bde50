from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.web.errors import Invalid
from incidents.facts import policies, queries, values
from incidents.facts.actions import steps
from incidents.facts.models import Fact, FactAnswer
from incidents.facts.states import KNOWN, Kind
from incidents.response.actions.steps import locked
from incidents.response.models import Incident


@transaction.atomic
def reword(
    *, incident: Incident, key: str, texts: Mapping[str, str], by: Actor, at: datetime, expected: int | None = None
) -> FactAnswer:
    """Better words for the same fact, or a language that was missing: who decides on messages may do this.

    The state stays as it is; messages that used the earlier words are not called wrong.
    """
    asked = steps.item(key)
    incident = locked(incident, at)
    require(policies.can_reword, by, incident)
    row = Fact.objects.select_related("current").filter(incident=incident, key=key).first()
    if row is None or row.current is None or row.kind != Kind.TEXT or row.current.state not in KNOWN:
        raise Invalid({"texts": [_("There are no words to better yet: somebody must answer first.")]})
    steps.check_version(row, queries.answers(incident).get(key), expected)
    _value, wording = values.clean(row.kind, row.current.state, {}, texts, at=at)
    row.incident = incident
    source = row.current.source
    made = steps.keep(row, row.current.state, {}, wording, reworded=True, source=source, by=by, at=at)
    steps.tell_everybody(incident, asked, made, "reworded", by=by, at=at)
    return made


@transaction.atomic
def mark_publishable(*, incident: Incident, key: str, publishable: bool, by: Actor, at: datetime) -> Fact:
    """Hold a fact back from messages, or let it in again. What is for staff only never enters."""
    asked = steps.item(key)
    incident = locked(incident, at)
    require(policies.can_word, by, incident)
    if publishable and not asked.publishable:
        raise Invalid({"publishable": [_("This fact is for staff only.")]})
    row = steps.fact(incident, asked)
    if row.publishable != publishable:
        row.publishable = publishable
        row.save(update_fields=["publishable"])
        audit.record(
            "incidents.fact.released" if publishable else "incidents.fact.withheld",
            on=row,
            by=by,
            at=at,
            incident=incident.reference,
            key=key,
        )
    return row
