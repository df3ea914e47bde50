from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.identifiers import public_id
from core.text.translations import Language
from incidents.catalogue.models import Component, NameTranslation, Region, one_per_language
from incidents.subscribers import states


class Audience(models.Model):
    """Who a text is written for: general, technical, key_customers, staff.

    The slug is the key, so that a fan-out to everybody reads it without a join.
    """

    slug = models.SlugField(_("slug"), max_length=40, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    description = models.TextField(_("description"), blank=True)
    is_public = models.BooleanField(_("anyone may choose it"), default=False)
    falls_back_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")

    def __str__(self) -> str:
        return self.name


class AudienceTranslation(NameTranslation):
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="translations")

    class Meta:
        verbose_name = _("name in a language")
        verbose_name_plural = _("names by language")
        constraints = one_per_language("audience")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def confirmed(self) -> "SubscriberQuerySet":
        return self.filter(state=states.State.CONFIRMED)

    def never_confirmed(self, since: datetime) -> "SubscriberQuerySet":
        """Asked before `since`, and nobody has opened the letter."""
        return self.filter(state=states.State.PENDING, created_at__lt=since, confirmed_at=None)


class Subscriber(models.Model):
    """Somebody who asked to be told, at one address over one channel.

    `all_components` and `all_regions` say "everything" themselves: were it the absence of rows,
    deleting the only component somebody chose would turn a narrow wish into everything.
    `incident_ref` narrows to a single incident, all of it. Links lead back to `page`, where somebody
    subscribed. `contact` is where the owner of a webhook is written to. `key_version` counts up to
    make every older link useless.
    """

    public_id = models.CharField(_("identifier"), max_length=12, unique=True, default=public_id, editable=False)
    channel = models.CharField(_("channel"), max_length=20, choices=states.Channel)
    address = models.CharField(_("address"), max_length=500)
    contact = models.EmailField(_("owner's e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.ENGLISH)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="subscribers")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    state = models.CharField(_("state"), max_length=20, choices=states.State, default=states.State.PENDING)
    wants_incidents = models.BooleanField(_("incidents"), default=True)
    wants_maintenance = models.BooleanField(_("maintenance"), default=True)
    wants_components = models.BooleanField(_("state of components"), default=False)  # webhooks only
    incident_ref = models.CharField(_("only this incident"), max_length=20, blank=True)
    all_components = models.BooleanField(_("all components"), default=True)
    all_regions = models.BooleanField(_("all regions"), default=True)
    components = models.ManyToManyField(Component, blank=True, related_name="+", through="Subscription")
    regions = models.ManyToManyField(Region, blank=True, related_name="+")
    # Webhook: [{"secret": "whsec_…", "until": null or ISO time}], newest first.
    secrets = models.JSONField(default=list, blank=True)
    key_version = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    origin = models.CharField(_("came by"), max_length=40, blank=True)
    page = models.CharField(_("status page"), max_length=12, blank=True)  # public id; empty: the default page
    created_at = models.DateTimeField(_("created"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)
    quarantined_at = models.DateTimeField(_("unreachable since"), null=True, blank=True)
    quarantine_reason = models.CharField(_("why unreachable"), max_length=300, blank=True)
    failures_in_a_row = models.PositiveSmallIntegerField(_("refusals in a row"), default=0)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.UniqueConstraint(fields=["channel", "address", "incident_ref"], name="subscriber_once"),
            models.CheckConstraint(condition=Q(channel__in=states.Channel.values), name="subscriber_channel_known"),
            models.CheckConstraint(condition=Q(state__in=states.State.values), name="subscriber_state_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="subscriber_language_known"),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(state="unsubscribed") | Q(confirmed_at__isnull=False),
                name="subscriber_confirmed_at",
            ),
            models.CheckConstraint(
                condition=Q(wants_incidents=True) | Q(wants_maintenance=True) | Q(wants_components=True),
                name="subscriber_wants_something",
            ),
            models.CheckConstraint(
                condition=Q(wants_components=False) | Q(channel=states.Channel.WEBHOOK),
                name="subscriber_components_by_webhook",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="subscriber_state_id"),
            models.Index(fields=["-created_at", "-id"], name="subscriber_newest"),
            models.Index(fields=["page"], condition=~Q(page=""), name="subscriber_by_page"),
            models.Index(fields=["incident_ref"], condition=~Q(incident_ref=""), name="subscriber_one_incident"),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def kinds(self) -> tuple[str, ...]:
        wanted = {
            states.EventKind.INCIDENT: self.wants_incidents,
            states.EventKind.MAINTENANCE: self.wants_maintenance,
            states.EventKind.COMPONENT: self.wants_components,
        }
        return tuple(str(kind) for kind, wants in wanted.items() if wants)

    @property
    def mail_address(self) -> str:
        """Where letters about the subscription itself go; a webhook without an owner has none."""
        return self.contact if self.channel == states.Channel.WEBHOOK else self.address


class Subscription(models.Model):
    """One component a subscriber wants to hear about."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    component = models.ForeignKey(Component, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "component"], name="subscription_once")]

    def __str__(self) -> str:
        return f"{self.subscriber_id} → {self.component_id}"


class Letter(models.Model):
    """One letter about a subscription that somebody asked for: a confirmation, or a link to manage it.

    Kept so that limits can be counted per address and per asker. Over a limit the letter waits
    (`sent_at` empty) and a sweep sends it later: nothing is lost, and nobody is flooded.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=12, choices=states.LetterKind)
    address = models.CharField(max_length=500)
    asker = models.CharField(max_length=32, blank=True)  # digest of the client's network address
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=states.LetterKind.values), name="letter_kind_known"),
            models.UniqueConstraint(fields=["address"], condition=Q(sent_at=None), name="letter_waits_once"),
        ]
        indexes = [
            models.Index(fields=["address", "-sent_at"], name="letter_address"),
            models.Index(fields=["asker", "-sent_at"], name="letter_asker"),
            models.Index(fields=["-sent_at"], name="letter_newest"),
            models.Index(fields=["id"], condition=Q(sent_at=None), name="letter_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address}"
