"""What a subscriber wants to hear about, checked against what exists."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from core.actor import Actor
from core.text import moments
from core.text.translations import Language
from core.web.errors import Invalid
from incidents.catalogue.models import Component, Region
from incidents.subscribers import policies
from incidents.subscribers.models import Audience, Subscriber
from incidents.subscribers.states import Channel, EventKind, kinds_over

DEFAULT_AUDIENCE = "general"


@dataclass(frozen=True, slots=True)
class Wishes:
    """No component, region or kind means all of them."""

    language: str
    audience: str
    components: tuple[int, ...] = ()
    regions: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    time_zone: str = "UTC"

    def columns(self, channel: str) -> dict[str, object]:
        """The fields of a Subscriber's row over `channel` that say this."""
        kinds = set(self.kinds or kinds_over(channel))
        return {
            "language": self.language,
            "audience_id": self.audience,
            "time_zone": self.time_zone,
            "all_components": not self.components,
            "all_regions": not self.regions,
            "wants_incidents": EventKind.INCIDENT in kinds,
            "wants_maintenance": EventKind.MAINTENANCE in kinds,
            "wants_components": EventKind.COMPONENT in kinds,
        }


def keys(rows: Iterable[Model | int]) -> tuple[int, ...]:
    """Ids of rows given as models or ids, each once, in order."""
    return tuple(sorted({row if isinstance(row, int) else row.pk for row in rows}))


def of(subscriber: Subscriber) -> Wishes:
    """What is kept now."""
    return Wishes(
        language=subscriber.language,
        audience=subscriber.audience_id,
        components=() if subscriber.all_components else keys(subscriber.components.all()),
        regions=() if subscriber.all_regions else keys(subscriber.regions.all()),
        kinds=subscriber.kinds,
        time_zone=subscriber.time_zone,
    )


def check(wishes: Wishes, *, channel: str, by: Actor, keep: Wishes | None = None) -> None:
    """Raise `Invalid` by field. A visitor may choose what is public, and keep what staff gave."""
    staff = policies.can_add(by)
    errors: dict[str, list[str]] = {}
    if wishes.language not in Language.values:
        errors["language"] = [_("Choose one of the languages offered.")]
    if not _audience_offered(wishes.audience, staff=staff, kept=keep.audience if keep else ""):
        errors["audience"] = [_("Choose one of the levels of detail offered.")]
    components = Component.objects.all() if staff else Component.objects.public()
    if not set(wishes.components) <= _known(components, wishes.components) | set(keep.components if keep else ()):
        errors["components"] = [_("Choose among the components offered.")]
    if not set(wishes.regions) <= _known(Region.objects.all(), wishes.regions):
        errors["regions"] = [_("Choose among the regions offered.")]
    if problem := kinds_problem(wishes.kinds, channel):
        errors["kinds"] = [problem]
    if wishes.time_zone not in moments.zones():
        errors["time_zone"] = [_("This is not a time zone we know. Example: Europe/Paris.")]
    if errors:
        raise Invalid(errors)


def kinds_problem(kinds: Iterable[str], channel: str) -> str:
    """What is wrong with these kinds over this channel; "" when nothing is."""
    if not set(kinds) <= set(EventKind.values):
        return _("Choose among the kinds of event offered.")
    if channel in Channel.values and not set(kinds) <= set(kinds_over(channel)):
        return _("The state of components is told to webhooks only.")
    return ""


def _audience_offered(slug: str, *, staff: bool, kept: str) -> bool:
    if slug and slug == kept:
        return True
    offered = Audience.objects.all() if staff else Audience.objects.filter(is_public=True)
    return offered.filter(slug=slug).exists()


def _known(rows: object, ids: tuple[int, ...]) -> set[int]:
    return set(rows.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
