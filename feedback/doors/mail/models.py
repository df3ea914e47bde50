from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.doors.mail.states import State
from feedback.threads.models import Thread


class InboundMail(models.Model):
    """A mail exactly as it came, kept before anybody reads it. The same one twice is one row (`digest`).

    `raw` is emptied after a while; what was said stands in the conversation. `reason` says why it was read the way
    it was: ignored, put aside, put where it is.
    """

    digest = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField()
    size = models.PositiveIntegerField(_("bytes"))
    is_cut = models.BooleanField(_("only its beginning was fetched"), default=False)
    via = models.CharField(_("came by"), max_length=20)  # "imap", "mailgun", "postmark"
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    message_id = models.CharField(max_length=250, blank=True)
    thread = models.ForeignKey(
        Thread, verbose_name=_("conversation"), null=True, blank=True, on_delete=models.SET_NULL, related_name="mails"
    )
    sent_at = models.DateTimeField(_("came"))  # at the mail server, where that told us
    created_at = models.DateTimeField(_("fetched"))
    settled_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        verbose_name = _("mail received")
        verbose_name_plural = _("mails received")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="inboundmail_newest"),
            models.Index(
                fields=["state", "id"], condition=Q(state__in=["received", "failed"]), name="inboundmail_open"
            ),
            models.Index(fields=["sender", "created_at"], name="inboundmail_sender"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="inboundmail_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.RECEIVED, settled_at=None)
                | (~Q(state=State.RECEIVED) & Q(settled_at__isnull=False)),
                name="inboundmail_settled_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.sender or self.digest[:12]

    @property
    def audit_label(self) -> str:
        """The trail can't be made anonymous."""
        return f"mail {self.digest[:12]}"


class Mailbox(models.Model):
    """How far we have read a folder of a mail server. Numbers there only grow until `validity` changes (RFC 3501).

    What lay there before we came is taken only when nobody had seen it: `began_uid` is where our time begins.
    """

    name = models.CharField(_("mailbox"), max_length=300, unique=True)
    validity = models.BigIntegerField(default=0)
    began_uid = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    polled_at = models.DateTimeField(_("last look"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    error = models.CharField(_("what failed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return self.name
