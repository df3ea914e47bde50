"""Change what one hears about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from core.actor import Actor, require
from core.audit import actions as audit
from core.web.errors import Invalid
from incidents.subscribers import offers, policies, wishes
from incidents.subscribers.actions import moves
from incidents.subscribers.models import Subscriber


@transaction.atomic
def prefer(
    *,
    subscriber: Subscriber,
    language: str | None = None,
    audience: str | None = None,
    components: Iterable[Model | int] | None = None,
    regions: Iterable[Model | int] | None = None,
    kinds: Iterable[str] | None = None,
    time_zone: str | None = None,
    page: str | None = None,
    by: Actor,
    at: datetime,
) -> Subscriber:
    """Take over what is given; what isn't (None) stays. An empty list means everything, an empty page the default one.

    Raises `Invalid` by field.
    """
    subscriber = moves.locked(subscriber)
    require(policies.can_manage, by, subscriber)
    before = wishes.of(subscriber)
    given = {
        "language": language,
        "audience": str(getattr(audience, "pk", audience)) if audience is not None else None,
        "components": wishes.keys(components) if components is not None else None,
        "regions": wishes.keys(regions) if regions is not None else None,
        "kinds": tuple(sorted(set(kinds))) if kinds is not None else None,
        "time_zone": time_zone,
    }
    if subscriber.incident_ref:  # all of one incident: nothing else narrows
        given |= {"components": None, "regions": None, "kinds": None}
    after = replace(before, **{name: value for name, value in given.items() if value is not None})
    came_by, page = subscriber.page, _page(subscriber, page)
    if after == before and page == came_by:
        return subscriber
    wishes.check(after, channel=subscriber.channel, by=by, keep=before)
    _write(subscriber, after, page)
    changes = {"before": _plain(before) | {"page": came_by}, "after": _plain(after) | {"page": page}}
    audit.record("incidents.subscriber.preferred", on=subscriber, by=by, at=at, **changes)
    return subscriber


def _write(subscriber: Subscriber, after: wishes.Wishes, page: str) -> None:
    moves.write(subscriber, **after.columns(subscriber.channel), page=page)
    subscriber.components.set(after.components)
    subscriber.regions.set(after.regions)


def _page(subscriber: Subscriber, page: str | None) -> str:
    """The page from now on; one kept may have gone meanwhile."""
    if page is None or page == subscriber.page:
        return subscriber.page
    if problem := offers.problem(page):
        raise Invalid({"page": [problem]})
    return page


def _plain(kept: wishes.Wishes) -> dict[str, object]:
    return {"language": kept.language, "audience": kept.audience, "time_zone": kept.time_zone} | {
        name: list(getattr(kept, name)) for name in ("components", "regions", "kinds")
    }
