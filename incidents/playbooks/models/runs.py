from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.communication.models import Update
from incidents.playbooks.models.definitions import Playbook, PlaybookVersion
from incidents.playbooks.run_states import RunState
from incidents.playbooks.states import Outcome
from incidents.response.models import Incident
from incidents.response.states import Role


class RunQuerySet(models.QuerySet["PlaybookRun"]):
    def running(self) -> "RunQuerySet":
        return self.filter(state=RunState.RUNNING)


class PlaybookRun(models.Model):
    """A playbook as it is followed in one incident. It keeps to its version until somebody adopts a newer one.

    `node` is where it stands, reached at `entered_at`; both follow from the answers and are kept so
    that lists needn't walk. `draft` is the message prepared for the current node. A run inside
    another (`parent`) hands back to it when it ends.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="runs")
    playbook = models.ForeignKey(Playbook, models.PROTECT, verbose_name=_("playbook"), related_name="runs")
    version = models.ForeignKey(PlaybookVersion, models.PROTECT, verbose_name=_("version"), related_name="runs")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    parent_node = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=RunState, default=RunState.RUNNING)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    node = models.CharField(_("node"), max_length=40)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=200)
    draft = models.ForeignKey(Update, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(_("started"))
    started_by = models.CharField(_("started by"), max_length=200)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=200, blank=True)
    abandon_reason = models.TextField(_("why it was abandoned"), blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a playbook")
        verbose_name_plural = _("runs of playbooks")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="run_state_known"),
            models.CheckConstraint(condition=Q(outcome="") | Q(outcome__in=Outcome.values), name="run_outcome_known"),
            models.CheckConstraint(
                condition=Q(state="running", ended_at__isnull=True) | (~Q(state="running") & Q(ended_at__isnull=False)),
                name="run_ended_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="ended") & ~Q(outcome="") | ~Q(state="ended") & Q(outcome=""),
                name="run_ended_has_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state="abandoned") | ~Q(abandon_reason=""), name="run_abandoned_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="run_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["incident", "playbook"],
                condition=Q(state="running", parent__isnull=True),
                name="run_of_a_playbook_once",
            ),
            models.UniqueConstraint(
                fields=["parent"], condition=Q(state="running", parent__isnull=False), name="run_one_inside"
            ),
        ]
        indexes = [models.Index(fields=["incident", "state"], name="run_incident_state")]

    def __str__(self) -> str:
        return f"{self.playbook} {self.version}"

    @property
    def is_running(self) -> bool:
        return self.state == RunState.RUNNING


class RunAnswer(models.Model):
    """One line of a run's log; written once. `superseded_by` is the correction that took it off the path.

    `answer` is an answer's key, "unknown", or "done" where nothing is asked. `role` is what the
    person held then. `update` is what readers were told at a message.
    """

    run = models.ForeignKey(PlaybookRun, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveIntegerField()
    node = models.CharField(max_length=40)
    answer = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.CharField(max_length=200)
    role = models.CharField(max_length=24, choices=Role, blank=True)
    version_number = models.PositiveIntegerField()
    corrects = models.PositiveIntegerField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="supersedes"
    )
    update = models.ForeignKey(Update, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("answer in a run")
        verbose_name_plural = _("answers in runs")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="runanswer_once"),
            models.CheckConstraint(condition=Q(role="") | Q(role__in=Role.values), name="runanswer_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.node}: {self.answer}"
