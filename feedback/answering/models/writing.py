from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from feedback.answering.models.canned import CannedReply
from feedback.answering.states import Doing
from feedback.threads.models import Thread
from feedback.threads.states import Kind


class ReplyDraft(models.Model):
    """What one person has typed into the answer box of one thread and not sent yet."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="reply_drafts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(_("text"), blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PRIVATE)
    asks = models.BooleanField(_("we need something from the customer"), default=False)
    promised_at = models.DateTimeField(_("we write again by"), null=True, blank=True)
    canned = models.ForeignKey(CannedReply, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("draft of an answer")
        verbose_name_plural = _("drafts of answers")
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="reply_draft_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="reply_draft_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ThreadPresence(models.Model):
    """Somebody of ours had this thread open a moment ago; one row for each person, overwritten."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    doing = models.CharField(max_length=10, choices=Doing, default=Doing.READING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="thread_presence_once"),
            models.CheckConstraint(condition=Q(doing__in=Doing.values), name="thread_presence_doing_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.thread_id}"
