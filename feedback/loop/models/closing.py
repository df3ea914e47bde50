from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language
from feedback.loop.states import LineState, Reason, RunState
from feedback.threads.models import Message, Thread
from incidents.response.models import Incident


class ClosingRun(models.Model):
    """The closing messages of one resolution of an incident: written, started once, then worked off from its ledger.

    An incident that was reopened and resolved again has a second one.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+", verbose_name=_("incident"))
    resolved_at = models.DateTimeField(_("resolved"))  # which resolution it is about
    resolved_by = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=RunState, default=RunState.DRAFT)
    drafted_at = models.DateTimeField(_("drafted"))
    drafted_by = models.CharField(max_length=200)
    started_at = models.DateTimeField(_("started"), null=True)
    started_by = models.CharField(_("started by"), max_length=200, blank=True)
    starter_id = models.PositiveBigIntegerField(null=True, editable=False)  # the person; none when it began by itself
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("closing messages of an incident")
        verbose_name_plural = _("closing messages of incidents")
        constraints = [
            models.UniqueConstraint(fields=["incident", "resolved_at"], name="closing_run_once"),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="closing_run_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", started_at=None) | (~Q(state="draft") & Q(started_at__isnull=False)),
                name="closing_run_started_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.get_state_display()}"


class ClosingText(models.Model):
    """The words for everybody who reads one language; fields are filled for each."""

    run = models.ForeignKey(ClosingRun, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=8, choices=Language)
    text = models.TextField(_("text"), max_length=10_000)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    edited_by = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("closing message")
        verbose_name_plural = _("closing messages")
        constraints = [
            models.UniqueConstraint(fields=["run", "language"], name="closing_text_once"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="closing_text_language_known"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class LineQuerySet(models.QuerySet["ClosingLine"]):
    def pending(self) -> "LineQuerySet":
        return self.filter(state=LineState.PENDING)


class ClosingLine(models.Model):
    """One linked thread in the ledger. The message and the line that says it are written together or not at all."""

    run = models.ForeignKey(ClosingRun, on_delete=models.CASCADE, related_name="lines")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+", verbose_name=_("thread"))
    state = models.CharField(_("state"), max_length=12, choices=LineState, default=LineState.PENDING)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    message = models.OneToOneField(Message, on_delete=models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(_("settled"), null=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the closing ledger")
        verbose_name_plural = _("closing ledger")
        constraints = [
            models.UniqueConstraint(fields=["run", "thread"], name="closing_line_once"),
            models.CheckConstraint(condition=Q(state__in=LineState.values), name="closing_line_state_known"),
            models.CheckConstraint(
                condition=Q(reason="") | Q(reason__in=Reason.values), name="closing_line_reason_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "opted_out"]) | ~Q(reason=""), name="closing_line_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["run", "attempts", "id"], condition=Q(state="pending"), name="closing_line_pending"),
            models.Index(fields=["run", "state", "id"], name="closing_line_state"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.get_state_display()}"
