"""What a line of an import means here: a checked address and wishes, or what is wrong by field."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import moments
from core.text.translations import Language
from incidents.catalogue.models import Component, Region
from incidents.subscribers import addresses, endpoints, offers, wishes
from incidents.subscribers.csvfile import Row
from incidents.subscribers.models import Audience
from incidents.subscribers.references import looks_like_a_reference
from incidents.subscribers.states import Channel, State
from incidents.subscribers.wishes import Wishes

Key = tuple[str, str, str]  # channel, address, the only incident


@dataclass(frozen=True)
class Known:
    """What lines may refer to, read once for a whole file."""

    audiences: frozenset[str]
    components: dict[str, int]
    regions: dict[str, int]

    @classmethod
    def load(cls) -> "Known":
        return cls(
            audiences=frozenset(Audience.objects.values_list("slug", flat=True)),
            components=dict(Component.objects.values_list("slug", "pk")),
            regions=dict(Region.objects.values_list("slug", "pk")),
        )

    @cached_property
    def pages(self) -> dict[str, str]:
        """Public id by host, "" for the default page; read only if a line names one."""
        default = urlsplit(settings.PUBLIC_URL).netloc
        return {home.host: page for page, home in offers.homes().items()} | {default: ""}


@dataclass(frozen=True, slots=True)
class Placed:
    channel: str
    address: str
    incident_ref: str
    contact: str
    page: str
    wishes: Wishes

    @property
    def key(self) -> Key:
        return (self.channel, self.address, self.incident_ref)


def place(row: Row, known: Known, *, asks: bool) -> tuple[Placed | None, dict[str, str]]:
    """The line as a subscription, or nothing and why not, by field.

    `asks` that a letter will ask the owner to confirm: a webhook then needs a mailbox beside it.
    """
    if row.broken:
        return None, {"": row.broken}
    errors: dict[str, str] = {}
    channel, address, contact = _address(row, errors)
    wanted = _wishes(row, known, channel, errors)
    incident = row.cells.get("incident", "")
    if incident and not looks_like_a_reference(incident):
        errors["incident"] = _("This is not the reference of an incident. Example: INC-2026-0042.")
    if asks and channel == Channel.WEBHOOK and not contact:
        errors["contact"] = _("Give the e-mail address of the endpoint's owner, like name@example.org.")
    if row.cells.get("state", "") in {State.UNSUBSCRIBED, State.QUARANTINED}:
        errors["state"] = _("The file says that this address is not to be written to.")
    page = _page(row, known, errors)
    if incident:  # all of one incident: nothing else narrows
        wanted = Wishes(language=wanted.language, audience=wanted.audience, time_zone=wanted.time_zone)
    found = Placed(channel, address, incident, contact, page, wanted)
    return (None if errors else found), errors


def _page(row: Row, known: Known, errors: dict[str, str]) -> str:
    host = row.cells.get("page", "").lower()
    if host and host not in known.pages:
        errors["page"] = _("Not known here: %(names)s.") % {"names": host[:200]}
    return known.pages.get(host, "") if host else ""


def _address(row: Row, errors: dict[str, str]) -> tuple[str, str, str]:
    address, contact = row.cells.get("address", ""), row.cells.get("contact", "")
    channel = row.cells.get("channel", "").lower() or Channel.EMAIL.value
    if channel not in addresses.offered():
        errors["channel"] = _("Choose one of the channels offered here.")
        return channel, address, ""
    try:
        address = endpoints.NORMAL[channel](address)
    except (ValidationError, ValueError):
        errors["address"] = str(endpoints.HELP[channel])
    try:
        contact = addresses.normal_email(contact) if contact and channel == Channel.WEBHOOK else ""
    except ValidationError:
        errors["contact"] = _("Give the e-mail address of the endpoint's owner, like name@example.org.")
    return channel, address, contact


def _wishes(row: Row, known: Known, channel: str, errors: dict[str, str]) -> Wishes:
    language = row.cells.get("language", "").lower() or Language.ENGLISH.value
    audience = row.cells.get("audience", "") or wishes.DEFAULT_AUDIENCE
    time_zone = row.cells.get("time_zone", "") or "UTC"
    kinds = tuple(sorted({kind.lower() for kind in row.several("kinds")}))
    if language not in Language.values:
        errors["language"] = _("Choose one of the languages offered.")
    if audience not in known.audiences:
        errors["audience"] = _("Choose one of the levels of detail offered.")
    if problem := wishes.kinds_problem(kinds, channel):
        errors["kinds"] = problem
    if time_zone not in moments.zones():
        errors["time_zone"] = _("This is not a time zone we know. Example: Europe/Paris.")
    return Wishes(
        language=language,
        audience=audience,
        components=_ids(row, "components", known.components, errors),
        regions=_ids(row, "regions", known.regions, errors),
        kinds=kinds,
        time_zone=time_zone,
    )


def _ids(row: Row, column: str, ids: dict[str, int], errors: dict[str, str]) -> tuple[int, ...]:
    slugs = set(row.several(column))
    strange = sorted(slugs - ids.keys())
    if strange:
        errors[column] = _("Not known here: %(names)s.") % {"names": ", ".join(strange)[:200]}
    return tuple(sorted(ids[slug] for slug in slugs & ids.keys()))
