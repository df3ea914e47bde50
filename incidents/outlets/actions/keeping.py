"""Name the accounts that are ours, and what each tells of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.delivery import networks
from core.text.translations import Language
from core.web.errors import Invalid
from core.web.queue import enqueue
from incidents.outlets import policies
from incidents.outlets.models import Outlet
from incidents.outlets.states import EventKind, Reader

Rows = Iterable[Model | int]


@transaction.atomic
def create(
    *,
    name: str,
    channel: str,
    address: str = "",
    secret: str = "",
    language: str = Language.ENGLISH,
    audience: str = "general",
    reader: str = Reader.EVERYBODY,
    components: Rows = (),
    regions: Rows = (),
    kinds: Iterable[str] = (),
    by: Actor,
    at: datetime,
) -> Outlet:
    """A new account to speak through; no components, regions or kinds means all. Raises `Invalid` by field.

    `reader` is decided here, once.
    """
    require(policies.can_add, by)
    outlet = Outlet(channel=channel, created_at=at, created_by=by.label[:200])
    _fill(outlet, name=name, language=language, audience=audience, kinds=kinds)
    outlet.address, outlet.secret = _checked(channel, address, secret)
    outlet.reader = _reader(channel, reader)
    _narrow(outlet, components, regions)
    outlet.save()
    outlet.components.set(components)
    outlet.regions.set(regions)
    audit.record(
        "incidents.outlet.created", on=outlet, by=by, at=at, channel=channel, address=outlet.address, reader=reader
    )
    enqueue("incidents.outlets.tasks.learn", outlet.pk)
    return outlet


@transaction.atomic
def change(
    *,
    outlet: Outlet,
    name: str | None = None,
    address: str | None = None,
    secret: str | None = None,
    language: str | None = None,
    audience: str | None = None,
    components: Rows | None = None,
    regions: Rows | None = None,
    kinds: Iterable[str] | None = None,
    by: Actor,
    at: datetime,
) -> Outlet:
    """Take over what is given; what isn't (None, or an empty secret) stays.

    A new address needs its secret again: the old one must not be sent to somebody else's server.
    """
    outlet = Outlet.objects.select_for_update(of=("self",)).get(pk=outlet.pk)
    require(policies.can_change, by, outlet)
    before = _told(outlet)
    _fill(outlet, name=name, language=language, audience=audience, kinds=kinds)
    moved = address is not None and address != outlet.address
    if moved or secret:
        known = secret or ("" if moved else outlet.secret)
        if moved and outlet.secret and not secret:
            raise Invalid({"secret": [_("A new address needs its secret; the old one is not sent there.")]})
        outlet.address, outlet.secret = _checked(outlet.channel, outlet.address if address is None else address, known)
        outlet.limit = None
    if components is not None or regions is not None:
        _narrow(outlet, components, regions)
    outlet.save()
    for rows, field in ((components, outlet.components), (regions, outlet.regions)):
        if rows is not None:
            field.set(rows)
    data = {"before": before, "after": _told(outlet), "new_secret": bool(secret)}
    audit.record("incidents.outlet.changed", on=outlet, by=by, at=at, **data)
    enqueue("incidents.outlets.tasks.learn", outlet.pk)
    return outlet


@transaction.atomic
def remove(*, outlet: Outlet, by: Actor, at: datetime) -> None:
    """Forget an account and its secret; what was said through it stays in the deliveries."""
    require(policies.can_delete, by, outlet)
    audit.record("incidents.outlet.removed", on=outlet, by=by, at=at, channel=outlet.channel, address=outlet.address)
    outlet.delete()


def note_limit(*, outlet: Outlet, limit: int | None, by: Actor, at: datetime) -> None:
    """What the network says one message may hold; it keeps no promise of ours, so nobody is asked."""
    Outlet.objects.filter(pk=outlet.pk, address=outlet.address).update(limit=limit)


def _checked(channel: str, address: str, secret: str) -> tuple[str, str]:
    """Both as the channel keeps them; raises `Invalid` by field."""
    network = networks.with_accounts().get(channel)
    if network is None or network.account is None:
        offered = ", ".join(sorted(networks.with_accounts()))
        raise Invalid({"channel": [_("Choose one of: %(choices)s.") % {"choices": offered}]})
    if len(address) > 500 or len(secret) > 1000:
        raise Invalid({"address": [_("This is too long.")]})
    try:
        return network.account.check(address.strip(), secret.strip())
    except networks.Unusable as problem:
        raise Invalid(problem.fields) from problem


def _reader(channel: str, reader: str) -> str:
    """Staff are only spoken to where nobody else reads along; raises `Invalid`."""
    if reader not in Reader.values:
        raise Invalid({"reader": [_("Choose one of: %(choices)s.") % {"choices": ", ".join(Reader.values)}]})
    if reader == Reader.STAFF and not networks.with_accounts()[channel].closed:
        raise Invalid({"reader": [_("Everybody reads along on this network; staff are told in a chat.")]})
    return str(reader)


def _fill(
    outlet: Outlet, *, name: str | None, language: str | None, audience: str | None, kinds: Iterable[str] | None
) -> None:
    errors: dict[str, list[str]] = {}
    if name is not None:
        outlet.name = " ".join(name.split())
        if not outlet.name or len(outlet.name) > 80:
            errors["name"] = [_("Give it a name of at most 80 letters.")]
        elif Outlet.objects.filter(name=outlet.name).exclude(pk=outlet.pk).exists():
            errors["name"] = [_("Another outlet has this name.")]
    if language is not None:
        outlet.language = language
        if language not in Language.values:
            errors["language"] = [_("Choose one of the languages offered.")]
    if audience is not None:
        outlet.audience_id = str(audience)
        if not Outlet.audience.field.related_model.objects.filter(pk=outlet.audience_id).exists():
            errors["audience"] = [_("Choose one of the levels of detail offered.")]
    if kinds is not None:
        wanted = set(kinds) or set(EventKind.values)
        outlet.wants_incidents, outlet.wants_maintenance = "incident" in wanted, "maintenance" in wanted
        if not wanted <= set(EventKind.values):
            errors["kinds"] = [_("Choose among the kinds of event offered.")]
    if errors:
        raise Invalid(errors)


def _narrow(outlet: Outlet, components: Rows | None, regions: Rows | None) -> None:
    if components is not None:
        outlet.all_components = not list(components)
    if regions is not None:
        outlet.all_regions = not list(regions)


def _told(outlet: Outlet) -> dict[str, Any]:
    """What the audit trail may hold: everything but the secret."""
    fields = ("name", "channel", "address", "language", "audience_id", "all_components", "all_regions")
    return {name: getattr(outlet, name) for name in fields} | {"kinds": list(outlet.kinds)}
