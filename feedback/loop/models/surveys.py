from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.loop.states import SurveyKind
from feedback.threads.models import Thread
from incidents.response.models import Incident

WORST, BEST = 1, 5


class Survey(models.Model):
    """One question to one customer: how well we did, from 1 to 5. Asked once of a kind in a conversation."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="surveys", verbose_name=_("thread"))
    incident = models.ForeignKey(
        Incident, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("incident")
    )
    kind = models.CharField(_("asked"), max_length=16, choices=SurveyKind)
    asked_at = models.DateTimeField(_("asked"))
    score = models.PositiveSmallIntegerField(_("score"), null=True)
    words = models.TextField(_("in their words"), max_length=2_000, blank=True)
    told_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("satisfaction question")
        verbose_name_plural = _("satisfaction questions")
        constraints = [
            models.UniqueConstraint(fields=["thread", "kind"], name="survey_once"),
            models.CheckConstraint(condition=Q(kind__in=SurveyKind.values), name="survey_kind_known"),
            models.CheckConstraint(
                condition=Q(score=None, told_at=None) | Q(score__gte=WORST, score__lte=BEST, told_at__isnull=False),
                name="survey_score_1_to_5",
            ),
        ]
        indexes = [
            models.Index(fields=["incident", "kind"], condition=Q(score__isnull=False), name="survey_of_incident"),
            models.Index(fields=["told_at"], condition=Q(score__isnull=False), name="survey_told"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.score or '–'}"
