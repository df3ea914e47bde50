from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.identifiers import public_id
from core.text.translations import Language
from feedback.community.states import HeldFor, State
from feedback.threads.lookups import TermsField
from feedback.threads.models import Message, Thread

WITHDRAW_WITHIN = timedelta(minutes=15)


class Peer(models.Model):
    """A customer who helps others, known by an address that he confirmed. No account: there is nothing to log in to."""

    email = models.CharField(_("e-mail address"), max_length=254, unique=True)  # in lower case
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=8, choices=Language)
    confirmed_at = models.DateTimeField(_("confirmed"))

    class Meta:
        verbose_name = _("helpful customer")
        verbose_name_plural = _("helpful customers")
        constraints = [models.CheckConstraint(condition=Q(language__in=Language.values), name="peer_language_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        """The trail can't be made anonymous."""
        return f"peer {self.pk}"


class PeerPost(models.Model):
    """What a peer wrote, with what nobody but us knows of it.

    `text` is kept here while it is held; once shown, the words stand in `message` alone.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="peer_posts")
    message = models.OneToOneField(Message, null=True, on_delete=models.SET_NULL, related_name="peer_post")
    state = models.CharField(_("state"), max_length=12, choices=State)
    held_for = models.CharField(_("held for"), max_length=16, choices=HeldFor, blank=True)
    name = models.CharField(_("name"), max_length=80)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    peer = models.ForeignKey(Peer, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts")
    language = models.CharField(_("language"), max_length=8, choices=Language)
    text = models.TextField(_("text"), blank=True)
    form_token = models.CharField(max_length=64, null=True, unique=True, editable=False)
    asker = models.CharField(max_length=32, blank=True, editable=False)  # a digest of where it came from
    created_at = models.DateTimeField(_("came"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_because = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("answer of a customer")
        verbose_name_plural = _("answers of customers")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="peerpost_newest"),
            models.Index(fields=["asker", "-created_at"], name="peerpost_asker"),
            models.Index(fields=["thread", "-created_at"], name="peerpost_thread"),
            models.Index(fields=["email", "-created_at"], condition=~Q(email=""), name="peerpost_email"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="peerpost_state_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="peerpost_language_known"),
            models.CheckConstraint(
                condition=Q(held_for="") | Q(held_for__in=HeldFor.values), name="peerpost_held_for_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.SHOWN, message__isnull=False) | ~Q(state=State.SHOWN),
                name="peerpost_shown_has_message",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}" if self.text else self.name

    @property
    def audit_label(self) -> str:
        return f"answer {self.public_id}"

    def may_be_withdrawn(self, at: datetime) -> bool:
        """Its author may take it back for a quarter of an hour; after that others have answered to it."""
        return self.state in (State.HELD, State.SHOWN) and at < self.created_at + WITHDRAW_WITHIN


class Standing(models.Model):
    """What the one who asked, other readers and we made of an answer."""

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.CASCADE, related_name="standing")
    helpful = models.PositiveIntegerField(_("found helpful by"), default=0)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.CharField(_("accepted by"), max_length=200, blank=True)
    by_author = models.BooleanField(_("accepted by the one who asked"), default=False)
    thanked_at = models.DateTimeField(_("thanked"), null=True)
    thanked_by = models.CharField(_("thanked by"), max_length=200, blank=True)
    thanks = models.CharField(_("thanks"), max_length=300, blank=True)
    highlighted_at = models.DateTimeField(_("put forward"), null=True)
    highlighted_by = models.CharField(_("put forward by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("standing of an answer")
        verbose_name_plural = _("standings of answers")
        indexes = [
            models.Index(
                fields=["-highlighted_at", "-message"],
                condition=Q(highlighted_at__isnull=False),
                name="standing_highlighted",
            ),
            models.Index(
                fields=["accepted_at", "message"],
                condition=Q(accepted_at__isnull=False, thanked_at=None),
                name="standing_unthanked",
            ),
        ]

    def __str__(self) -> str:
        return str(self.message_id)


class HelpfulMark(models.Model):
    """Somebody found it helpful; `voter` is a digest, enough to count one reader once."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="helpful_marks")
    voter = models.CharField(max_length=32, editable=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("helpful mark")
        verbose_name_plural = _("helpful marks")
        constraints = [models.UniqueConstraint(fields=["message", "voter"], name="helpful_once")]

    def __str__(self) -> str:
        return str(self.message_id)


class Discussion(models.Model):
    """A thread as the community sees it; `changed_at` moves with every mark, so that pages can be kept."""

    thread = models.OneToOneField(Thread, primary_key=True, on_delete=models.CASCADE, related_name="discussion")
    terms = TermsField(default="", blank=True)  # of what everybody may read; a thread's own hold notes, too
    helpful = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    read_to = models.PositiveBigIntegerField(default=0, editable=False)  # the newest message that `terms` knows
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        indexes = [models.Index(fields=["-helpful", "-thread"], name="discussion_helpful")]

    def __str__(self) -> str:
        return str(self.thread_id)
