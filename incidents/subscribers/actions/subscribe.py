"""Ask to be told, and be added by staff."""

from collections.abc import Iterable
from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.web import signatures
from core.web.errors import Invalid
from incidents.subscribers import addresses, endpoints, offers, policies, wishes
from incidents.subscribers.actions import letters, moves
from incidents.subscribers.models import Subscriber
from incidents.subscribers.references import looks_like_a_reference
from incidents.subscribers.states import Channel, State
from incidents.subscribers.wishes import Wishes

Rows = Iterable[Model | int]


class Wanted(TypedDict, total=False):
    """What one may ask to hear about; whatever isn't given is everything, in English and plain words."""

    language: str
    audience: str | None
    components: Rows
    regions: Rows
    kinds: Iterable[str]
    time_zone: str


class Endpoint(TypedDict):
    """Where to write: `contact` is the e-mail of a webhook's owner, `incident_ref` the only incident to follow.

    `page` is the public id of the page that speaks and that links lead back to, "" for the default one.
    """

    channel: str
    address: str
    contact: NotRequired[str]
    incident_ref: NotRequired[str]
    page: NotRequired[str]


class Asked(Wanted, Endpoint):
    """All that identifies a subscription and narrows it."""


@transaction.atomic
def subscribe(*, asker: str = "", origin: str = "", by: Actor, at: datetime, **asked: Unpack[Asked]) -> Subscriber:
    """Note the wish and write to the address's owner, who alone can confirm it.

    The same address gives the same answer whether we know it or not: one who has confirmed
    already keeps everything as it is and is sent a link to manage it. `asker` is the network
    address of who asks, for limits; only its digest is kept.
    """
    require(policies.can_subscribe, by)
    found, wanted = _understood(by, **asked)
    subscriber, created = _keep(found, wanted, origin=origin or by.kind.value, at=at)
    if created:
        audit.record("incidents.subscriber.asked", on=subscriber, by=by, at=at)
    letters.ask(subscriber=subscriber, asker=asker, by=by, at=at)
    return subscriber


@transaction.atomic
def add(*, origin: str = "staff", by: Actor, at: datetime, **asked: Unpack[Asked]) -> Subscriber:
    """Staff enters somebody who has agreed elsewhere: confirmed at once, no letter.

    Somebody already confirmed is returned unchanged; who has unsubscribed is not brought back.
    """
    require(policies.can_add, by)
    found, wanted = _understood(by, **asked)
    left = Subscriber.objects.filter(**_key(found), state=State.UNSUBSCRIBED).first()
    if left is not None:
        return left
    subscriber, created = _keep(found, wanted, origin=origin, at=at)
    if subscriber.state != State.PENDING:
        return subscriber
    secrets = [signatures.fresh_secret()] if subscriber.channel == Channel.WEBHOOK else []
    moves.move(subscriber, State.CONFIRMED, confirmed_at=at, secrets=secrets)
    audit.record("incidents.subscriber.added", on=subscriber, by=by, at=at, created=created)
    return subscriber


def _understood(
    by: Actor,
    *,
    channel: str,
    address: str,
    contact: str = "",
    incident_ref: str = "",
    page: str = "",
    **wanted: Unpack[Wanted],
) -> tuple[dict[str, str], Wishes]:
    """What identifies the subscription, and what is wanted; raises `Invalid` with everything wrong at once."""
    wishes_given = _wishes(incident_ref, **wanted)
    found = {"channel": channel, "address": address, "contact": contact, "incident_ref": incident_ref, "page": page}
    return _checked(found, wishes_given, by), wishes_given


def _wishes(
    incident_ref: str,
    *,
    language: str = "en",
    audience: str | None = None,
    components: Rows = (),
    regions: Rows = (),
    kinds: Iterable[str] = (),
    time_zone: str = "UTC",
) -> Wishes:
    """Who follows a single incident follows all of it: nothing else narrows."""
    slug = str(getattr(audience, "pk", audience) or wishes.DEFAULT_AUDIENCE)
    if incident_ref:
        return Wishes(language=language, audience=slug, time_zone=time_zone)
    return Wishes(
        language=language,
        audience=slug,
        components=wishes.keys(components),
        regions=wishes.keys(regions),
        kinds=tuple(sorted(set(kinds))),
        time_zone=time_zone,
    )


def _checked(given: dict[str, str], wanted: Wishes, by: Actor) -> dict[str, str]:
    """What identifies the subscription, normalised; raises `Invalid` with everything wrong at once."""
    channel, contact, incident_ref = given["channel"], given["contact"], given["incident_ref"]
    errors: dict[str, list[str]] = {}
    try:
        wishes.check(wanted, channel=channel, by=by)
    except Invalid as invalid:
        errors |= invalid.fields
    found = given | {"contact": ""}
    if problem := offers.problem(given["page"]):
        errors["page"] = [problem]
    if incident_ref and not looks_like_a_reference(incident_ref):
        errors["incident_ref"] = [_("This is not the reference of an incident. Example: INC-2026-0042.")]
    if channel not in addresses.offered():
        errors["channel"] = [_("Choose one of the channels offered here.")]
    else:
        _try(found, errors, "address", given["address"], endpoints.NORMAL[channel], endpoints.HELP[channel])
    if channel == Channel.WEBHOOK and (contact or not policies.can_add(by)):
        help_text = _("Give the e-mail address of the endpoint's owner, like name@example.org.")
        _try(found, errors, "contact", contact, addresses.normal_email, help_text)
    if errors:
        raise Invalid(errors)
    return found


def _try(found: dict, errors: dict, field: str, raw: str, normal: object, message: str | Promise) -> None:
    try:
        found[field] = normal(raw)
    except (ValidationError, ValueError):
        errors[field] = [str(message)]


def _key(found: dict[str, str]) -> dict[str, str]:
    return {name: found[name] for name in ("channel", "address", "incident_ref")}


def _keep(found: dict[str, str], wanted: Wishes, *, origin: str, at: datetime) -> tuple[Subscriber, bool]:
    """The row, new or known. Wishes are taken over only while nobody has confirmed others."""
    told = {"contact": found["contact"], "created_at": at, "origin": origin, "page": found["page"]}
    fresh = {**wanted.columns(found["channel"]), **told}
    subscriber, created = Subscriber.objects.get_or_create(**_key(found), defaults=fresh)
    if not created:
        subscriber = moves.locked(subscriber)
        if subscriber.state not in {State.PENDING, State.UNSUBSCRIBED}:
            return subscriber, False
        columns = wanted.columns(subscriber.channel)
        moves.write(subscriber, **columns, page=found["page"], **_again(subscriber, contact=found["contact"]))
    subscriber.components.set(wanted.components)
    subscriber.regions.set(wanted.regions)
    return subscriber, created


def _again(subscriber: Subscriber, *, contact: str) -> dict[str, object]:
    """Who left and asks again starts anew: pending, until the owner of the address confirms.

    Links sent to another owner of the same endpoint must not open what the new one confirms.
    """
    columns: dict[str, object] = {"contact": contact}
    if contact != subscriber.contact:
        columns |= {"key_version": subscriber.key_version + 1, "secrets": []}
    if subscriber.state == State.UNSUBSCRIBED:
        columns |= {"state": State.PENDING, "unsubscribed_at": None, "failures_in_a_row": 0}
    return columns
