from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language, Translation, pick
from feedback.answering.states import State
from feedback.targets.models import RegisterPolicy
from feedback.threads.models import Message
from incidents.catalogue.models import Component


class CannedReplyQuerySet(models.QuerySet["CannedReply"]):
    def approved(self) -> "CannedReplyQuerySet":
        return self.filter(state=State.APPROVED)


class CannedReply(models.Model):
    """Words written beforehand for what customers often write; a beginning, hardly ever the whole answer.

    Without a `register` or a `component` it fits every one. `edit` counts the changes of its words.
    """

    key = models.CharField(_("key"), max_length=60, unique=True)
    register = models.ForeignKey(
        RegisterPolicy, verbose_name=_("register"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    component = models.ForeignKey(
        Component, verbose_name=_("component"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    position = models.PositiveIntegerField(_("position"), default=100)
    edit = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField(_("drafted"))
    drafted_by = models.CharField(_("drafted by"), max_length=200)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)

    objects = CannedReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        permissions = [
            ("draft_cannedreply", "Can draft a canned reply"),
            ("approve_cannedreply", "Can approve and retire canned replies"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="canned_state_known"),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED) | Q(decided_at__isnull=False), name="canned_approved_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def title_in(self, language: str) -> str:
        """Prefetch `texts` in lists."""
        row = pick(self.texts.all(), language)
        return row.title if row else self.key


class CannedText(Translation):
    canned = models.ForeignKey(CannedReply, on_delete=models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of a canned reply")
        verbose_name_plural = _("texts of a canned reply")
        constraints = [
            models.UniqueConstraint(fields=["canned", "language"], name="canned_text_once"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="canned_text_language_known"),
        ]

    def __str__(self) -> str:
        return self.title


class CannedUse(models.Model):
    """An answer that was begun with a canned reply."""

    canned = models.ForeignKey(CannedReply, on_delete=models.CASCADE, related_name="uses")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["canned", "message"], name="canned_use_once")]

    def __str__(self) -> str:
        return f"{self.canned_id} → {self.message_id}"
