from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.identifiers import public_id
from core.text.translations import Language
from incidents.catalogue.models import Component, NameTranslation, Region, one_per_language
from incidents.subscribers import states


class Audience(models.Model):
    """Who a text is written for: general, technical, key_customers, staff."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    description = models.TextField(_("description"), blank=True)
    is_public = models.BooleanField(_("anyone may choose it"), default=False)
    falls_back_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(_("position"), default=0)

    def __str__(self) -> str:
        return self.name


class AudienceTranslation(NameTranslation):
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="translations")

    class Meta:
        constraints = one_per_language("audience")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def confirmed(self) -> "SubscriberQuerySet":
        return self.filter(state=states.State.CONFIRMED)


class Subscriber(models.Model):
    """Somebody who asked to be told, at one address over one channel.

    No row in `components`, `regions` or `kinds` means all of them. `incident_ref` narrows to a
    single incident. `key_version` counts up to make every older link useless.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    channel = models.CharField(_("channel"), max_length=20, choices=states.Channel)
    address = models.CharField(_("address"), max_length=500)
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.ENGLISH)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="subscribers")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    state = models.CharField(_("state"), max_length=20, choices=states.State, default=states.State.PENDING)
    kinds = models.JSONField(_("kinds of event"), default=list, blank=True)
    incident_ref = models.CharField(_("only this incident"), max_length=20, blank=True)
    components = models.ManyToManyField(Component, blank=True, related_name="+", through="Subscription")
    regions = models.ManyToManyField(Region, blank=True, related_name="+")
    secrets = models.JSONField(default=list, blank=True)  # webhook: whsec_…, newest first
    key_version = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)
    quarantined_at = models.DateTimeField(null=True, blank=True)
    quarantine_reason = models.CharField(max_length=300, blank=True)
    failures_in_a_row = models.PositiveSmallIntegerField(default=0)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "address", "incident_ref"], name="subscriber_once"),
            models.CheckConstraint(condition=Q(channel__in=states.Channel.values), name="subscriber_channel_known"),
            models.CheckConstraint(condition=Q(state__in=states.State.values), name="subscriber_state_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="subscriber_language_known"),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(state="unsubscribed") | Q(confirmed_at__isnull=False),
                name="subscriber_confirmed_at",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="subscriber_state_id"),
            models.Index(fields=["-created_at", "-id"], name="subscriber_newest"),
        ]

    def __str__(self) -> str:
        return self.address


class Subscription(models.Model):
    """One component a subscriber wants to hear about."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    component = models.ForeignKey(Component, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "component"], name="subscription_once")]

    def __str__(self) -> str:
        return f"{self.subscriber_id} → {self.component_id}"
