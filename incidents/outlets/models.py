from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language
from incidents.catalogue.models import Component, Region
from incidents.outlets import states


class OutletQuerySet(models.QuerySet["Outlet"]):
    def speaking(self) -> "OutletQuerySet":
        return self.filter(state=states.State.ACTIVE)

    def for_everybody(self) -> "OutletQuerySet":
        return self.filter(reader=states.Reader.EVERYBODY)

    def for_staff(self) -> "OutletQuerySet":
        return self.filter(reader=states.Reader.STAFF)

    def about(self, *, kind: str, components: list[int], regions: list[int]) -> "OutletQuerySet":
        """Those that tell of such an event. None of something means it concerns all of them."""
        wants = {"maintenance": Q(wants_maintenance=True), "drill": Q(pk__lt=0)}
        found = self.filter(wants.get(kind, Q(wants_incidents=True)))
        if components:
            chosen = Outlet.components.through.objects.filter(outlet=OuterRef("pk"), component__in=components)
            found = found.filter(Q(all_components=True) | Exists(chosen))
        if regions:
            chosen = Outlet.regions.through.objects.filter(outlet=OuterRef("pk"), region__in=regions)
            found = found.filter(Q(all_regions=True) | Exists(chosen))
        return found


class Outlet(models.Model):
    """An account of ours through which we speak: a chat room, a Mastodon account, a number to text.

    `channel` is a name in the channel registry. `address` may be shown to staff; `secret` is never
    read out again by any door. `all_components` and `all_regions` say "everything" themselves, so
    that deleting the only component somebody chose does not widen what is told. `limit` is what
    the network said one message may hold. `reader` stays for good: a room of staff must not become
    a public one by a slip of the hand.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    channel = models.CharField(_("network"), max_length=20)
    address = models.CharField(_("address"), max_length=500, blank=True)
    secret = models.CharField(_("secret"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.ENGLISH)
    # By name: subscribers, where audiences live, stand beside this slice.
    audience = models.ForeignKey(
        "incidents.Audience", on_delete=models.PROTECT, related_name="+", verbose_name=_("level of detail")
    )
    reader = models.CharField(_("read by"), max_length=10, choices=states.Reader, default=states.Reader.EVERYBODY)
    wants_incidents = models.BooleanField(_("incidents"), default=True)
    wants_maintenance = models.BooleanField(_("maintenance"), default=True)
    all_components = models.BooleanField(default=True)
    all_regions = models.BooleanField(default=True)
    components = models.ManyToManyField(Component, blank=True, related_name="+", verbose_name=_("components"))
    regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("regions"))
    limit = models.PositiveIntegerField(_("characters in one message"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=states.State, default=states.State.ACTIVE)
    stopped_at = models.DateTimeField(_("silent since"), null=True, blank=True)
    stopped_by = models.CharField(_("silenced by"), max_length=200, blank=True)
    stopped_reason = models.CharField(_("why silent"), max_length=300, blank=True)
    failures_in_a_row = models.PositiveSmallIntegerField(_("refusals in a row"), default=0)
    created_at = models.DateTimeField(_("created"))
    created_by = models.CharField(_("created by"), max_length=200)

    objects = OutletQuerySet.as_manager()

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        permissions = [("use_outlet", "Can test, pause and resume an outlet")]
        constraints = [
            models.CheckConstraint(condition=Q(language__in=Language.values), name="outlet_language_known"),
            models.CheckConstraint(condition=Q(state__in=states.State.values), name="outlet_state_known"),
            models.CheckConstraint(condition=Q(reader__in=states.Reader.values), name="outlet_reader_known"),
            models.CheckConstraint(
                condition=Q(wants_incidents=True) | Q(wants_maintenance=True), name="outlet_wants_something"
            ),
            models.CheckConstraint(
                condition=Q(state="active", stopped_at=None) | (~Q(state="active") & Q(stopped_at__isnull=False)),
                name="outlet_stopped_at",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def recipient(self) -> str:
        """How the outbox names it."""
        return f"outlet:{self.pk}"

    @property
    def kinds(self) -> tuple[str, ...]:
        wanted = {states.EventKind.INCIDENT: self.wants_incidents, states.EventKind.MAINTENANCE: self.wants_maintenance}
        return tuple(str(kind) for kind, wants in wanted.items() if wants)
