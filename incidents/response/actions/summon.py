"""Tell whoever is called: by mail, and in the rooms of staff."""

from datetime import datetime

from django.db.models import F

from core.accounts import queries as accounts
from core.accounts.models import User
from core.actor import Actor
from incidents.outlets import actions as outlets
from incidents.response import audience, discretion, letters, policies, queries, words
from incidents.response.models import RoleCall
from incidents.response.states import Kind

MOST = 50  # letters for one call: with more, one declaration in a large house would write for minutes


def summon(call: RoleCall, *, by: Actor, at: datetime) -> None:
    """Owe a letter to each person wanted and a line to the rooms, once a call; an exercise calls nobody outside."""
    if call.incident.kind == Kind.DRILL:
        return
    names, veil = queries.harmed(call.incident), discretion.veil()

    def harmed(language: str) -> tuple[str, ...]:
        return tuple(veil(name, language) for name in names)

    for user in wanted(call, by):
        letter = words.letter(call, user, harmed=harmed(user.locale), at=at)
        letters.owe(letter, key=f"incidents.call:{call.pk}", user=user, by=by, at=at)
    outlets.tell_staff(
        key=f"incidents.call:{call.pk}:rooms",
        label=words.post(call, "en", harmed=harmed("en"))[0],
        words=lambda language: words.post(call, language, harmed=harmed(language)),
        audience=audience.NAME,
        args={**queries.scope(call.incident, at=None).to_args(), "call": call.pk},
        by=by,
        at=at,
    )


def wanted(call: RoleCall, by: Actor) -> list[User]:
    """The person named, else whoever may take the role but the one who calls; who was here lately first."""
    if call.user:
        return [call.user]
    able = accounts.with_right(policies.right_for(call.role)).exclude(pk=by.user_id)
    return list(able.order_by(F("last_login").desc(nulls_last=True), "pk")[:MOST])
