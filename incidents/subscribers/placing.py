"""What a line of an import means here: a checked address and wishes, or what is wrong by field."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import moments
from core.text.translations import Language
from incidents.catalogue.models import Component, Region
from incidents.subscribers import addresses, endpoints, wishes
from incidents.subscribers.csvfile import Row
from incidents.subscribers.models import Audience
from incidents.subscribers.references import looks_like_a_reference
from incidents.subscribers.states import Channel, EventKind, State
from incidents.subscribers.wishes import Wishes

Key = tuple[str, str, str]  # channel, address, the only incident


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Placed:
    channel: str
    address: str
    incident_ref: str
    contact: str
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
    wanted = _wishes(row, known, errors)
    incident = row.cells.get("incident", "")
    if incident and not looks_like_a_reference(incident):
        errors["incident"] = _("This is not the reference of an incident. Example: INC-2026-0042.")
    if asks and channel == Channel.WEBHOOK and not contact:
        errors["contact"] = _("Give the e-mail address of the endpoint's owner, like name@example.org.")
    if row.cells.get("state", "") in {State.UNSUBSCRIBED, State.QUARANTINED}:
        errors["state"] = _("The file says that this address is not to be written to.")
    if incident:  # all of one incident: nothing else narrows
        wanted = Wishes(language=wanted.language, audience=wanted.audience, time_zone=wanted.time_zone)
    found = Placed(channel=channel, address=address, incident_ref=incident, contact=contact, wishes=wanted)
    return (None if errors else found), errors


def _address(row: Row, errors: dict[str, str]) -> tuple[str, str, str]:
    address, contact = row.cells.get("address", ""), row.cells.get("contact", "")
    channel = row.cells.get("channel", "").lower() or Channel.EMAIL.value
    if channel not in Channel.values:
        errors["channel"] = _("Choose e-mail or webhook.")
        return channel, address, ""
    try:
        address = addresses.normal_email(address) if channel == Channel.EMAIL else endpoints.checked_url(address)
    except (ValidationError, ValueError):
        mail = _("Give an e-mail address like name@example.org.")
        errors["address"] = mail if channel == Channel.EMAIL else str(endpoints.REFUSED)
    try:
        contact = addresses.normal_email(contact) if contact and channel == Channel.WEBHOOK else ""
    except ValidationError:
        errors["contact"] = _("Give the e-mail address of the endpoint's owner, like name@example.org.")
    return channel, address, contact


def _wishes(row: Row, known: Known, errors: dict[str, str]) -> Wishes:
    language = row.cells.get("language", "").lower() or Language.ENGLISH.value
    audience = row.cells.get("audience", "") or wishes.DEFAULT_AUDIENCE
    time_zone = row.cells.get("time_zone", "") or "UTC"
    kinds = tuple(sorted({kind.lower() for kind in row.several("kinds")}))
    if language not in Language.values:
        errors["language"] = _("Choose one of the languages offered.")
    if audience not in known.audiences:
        errors["audience"] = _("Choose one of the levels of detail offered.")
    if not set(kinds) <= set(EventKind.values):
        errors["kinds"] = _("Choose among the kinds of event offered.")
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
