from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.delivery import states
from core.text.translations import Language


class Broadcast(models.Model):
    """One thing owed to many: the words stored once, the recipients named by a rule.

    `audience` is the dotted name of a module that turns `audience_args` into the rows of
    recipients (core.delivery.audience); it is called by the worker, after the commit.
    `group` orders deliveries: within one group a recipient gets a lower `sequence` first.
    A `direct` one goes to one address whatever its preferences say (a confirmation, an alarm).
    """

    key = models.CharField(max_length=100, unique=True)  # "incidents.update:42": owed once
    label = models.CharField(_("message"), max_length=300)
    audience = models.CharField(max_length=200)
    audience_args = models.JSONField(default=dict)
    group = models.CharField(_("incident"), max_length=100, blank=True)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    revises = models.CharField(max_length=100, blank=True)  # key of the broadcast whose posts it corrects in place
    priority = models.PositiveSmallIntegerField(_("priority"), choices=states.Priority, default=states.Priority.NORMAL)
    sandbox = models.BooleanField(default=False)
    direct = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("created at"))
    cursor = models.BigIntegerField(default=0)  # fan-out resumes after this recipient
    fanned_out_at = models.DateTimeField(_("told to all"), null=True)
    unplaced = models.PositiveIntegerField(default=0)  # recipients for whom there are no words
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("broadcast")
        verbose_name_plural = _("broadcasts")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="broadcast_newest"),
            models.Index(fields=["id"], condition=Q(fanned_out_at=None), name="broadcast_unfanned"),
            models.Index(fields=["group", "sequence"], name="broadcast_group"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(priority__in=states.Priority.values), name="broadcast_priority_known"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def audit_label(self) -> str:
        """What goes to one address may quote its reader; the trail keeps the key alone."""
        return self.key if self.direct else self.label


class Content(models.Model):
    """The words of a broadcast for one audience, kind of channel and language.

    Those of an `edition` (a status page of its own) are for its recipients; "" are for all who have none there.
    """

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="contents")
    audience = models.CharField(max_length=40)
    channel_kind = models.CharField(max_length=20)
    language = models.CharField(max_length=8, choices=Language)
    edition = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    payload = models.JSONField(null=True)  # a webhook's body; a mail's own {"headers": {…}}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["broadcast", "audience", "channel_kind", "language", "edition"], name="content_once"
            ),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="content_language_known"),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.audience} {self.channel_kind} {self.language}"


class Delivery(models.Model):
    """One message owed to one recipient over one channel. This table is the truth; the queue isn't."""

    # No index of their own: every claim and every settlement would write it (delivery_once serves the first).
    broadcast = models.ForeignKey(
        Broadcast, on_delete=models.CASCADE, related_name="deliveries", db_index=False, verbose_name=_("broadcast")
    )
    content = models.ForeignKey(
        Content, on_delete=models.CASCADE, related_name="deliveries", db_index=False, verbose_name=_("words")
    )
    recipient = models.CharField(_("recipient"), max_length=60)  # "subscriber:12", "user:3"
    channel = models.CharField(_("channel"), max_length=20)  # a name in the channel registry: "email", "webhook"
    address = models.CharField(_("address"), max_length=500)
    group = models.CharField(_("incident"), max_length=100, blank=True)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=states.Priority, default=states.Priority.NORMAL)
    state = models.CharField(_("state"), max_length=20, choices=states.State, default=states.State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    deaths = models.PositiveSmallIntegerField(_("workers killed"), default=0)
    created_at = models.DateTimeField(_("created at"))
    due_at = models.DateTimeField(_("due"))
    lease_owner = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(_("settled"), null=True)
    last_reply = models.CharField(_("last reply"), max_length=500, blank=True)
    missed = models.JSONField(default=list)  # contents of superseded deliveries this one must tell, too
    history = models.JSONField(default=list)  # earlier lives of a re-driven delivery

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        permissions = [("redrive_delivery", "Can send again what was given up")]
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "recipient", "channel"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=states.State.values), name="delivery_state_known"),
            models.CheckConstraint(condition=Q(priority__in=states.Priority.values), name="delivery_priority_known"),
        ]
        indexes = [
            models.Index(
                fields=["channel", "priority", "due_at", "id"],
                condition=Q(state__in=["pending", "retry"]),
                name="delivery_due",
            ),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="delivery_leased"),
            models.Index(
                fields=["recipient", "group", "sequence"],
                condition=Q(state__in=["pending", "retry", "sending"]) & ~Q(group=""),
                name="delivery_order",
            ),
            # The log of an endpoint's owner; mail to a hundred thousand doesn't write it.
            models.Index(fields=["recipient", "-id"], condition=Q(channel="webhook"), name="delivery_of_endpoint"),
            models.Index(
                fields=["state", "-id"],
                condition=Q(state__in=["dead", "failed_permanent", "retry"]),
                name="delivery_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} → {self.recipient}"


class Receipt(models.Model):
    """What a network calls a message it has taken, and where it stands there.

    A later message of the same group answers it, a correction changes it. `recipient` and `group`
    are the delivery's own, so that a thread is found without reading a hundred thousand mails.
    """

    delivery = models.OneToOneField(
        Delivery, on_delete=models.CASCADE, related_name="receipt", verbose_name=_("delivery")
    )
    recipient = models.CharField(_("recipient"), max_length=60)
    group = models.CharField(_("incident"), max_length=100, blank=True)
    remote_id = models.CharField(_("number there"), max_length=200)
    url = models.CharField(_("address there"), max_length=500, blank=True)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        indexes = [
            models.Index(fields=["recipient", "group"], name="receipt_thread"),
            models.Index(fields=["group"], condition=~Q(url=""), name="receipt_posts"),
        ]

    def __str__(self) -> str:
        return self.url or self.remote_id


class ChannelHealth(models.Model):
    """The breaker of one channel: open after a channel fault, so that no recipient pays for it."""

    channel = models.CharField(max_length=20, unique=True)
    breaker = models.CharField(max_length=10, choices=states.Breaker, default=states.Breaker.CLOSED)
    failures = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints = [
            models.CheckConstraint(condition=Q(breaker__in=states.Breaker.values), name="breaker_known"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.get_breaker_display()}"


class Beat(models.Model):
    """A sign of life of one process or job; silence is visible because the row is old."""

    name = models.CharField(max_length=80, unique=True)  # "worker", "schedule:core.delivery.sweep"
    at = models.DateTimeField()
    ok = models.BooleanField(default=True)
    note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name
