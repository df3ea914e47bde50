from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.identifiers import public_id
from core.text.translations import Language
from incidents.catalogue.models import Component
from incidents.catalogue.states import ComponentStatus
from incidents.communication import states
from incidents.facts.models import FactAnswer
from incidents.response.models import Incident
from incidents.response.states import State as IncidentState
from incidents.subscribers.models import Audience


class UpdateQuerySet(models.QuerySet["Update"]):
    def published(self) -> "UpdateQuerySet":
        return self.filter(state=states.State.PUBLISHED)

    def drafts(self) -> "UpdateQuerySet":
        return self.filter(state=states.State.DRAFT)


class Update(models.Model):
    """One thing said about an incident, in as many variants as it needs.

    `incident_state` is the state readers are told. `next_update_at` is the promise made with it.
    `affected` is what readers were told about components: [{code, name, old_status, new_status}].
    `eta` is the expected end it tells: {earliest, latest, basis, confidence, state}, or empty.
    `findings` are the linter's remarks at the moment of publishing (`proofreading.Remark.as_row`).
    `held_until` is set while a draft waits for objections (`ObjectionWindow`): nobody changes it then.
    A published update is never edited: a correction is a new update with `corrects`.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="updates")
    sequence = models.PositiveIntegerField(_("sequence"), null=True, blank=True)
    phase = models.CharField(_("phase"), max_length=16, choices=states.Phase, default=states.Phase.PROGRESS)
    state = models.CharField(_("state"), max_length=12, choices=states.State, default=states.State.DRAFT)
    incident_state = models.CharField(_("state told"), max_length=16, choices=IncidentState)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    next_update_at = models.DateTimeField(_("next update promised"), null=True, blank=True)
    affected = models.JSONField(default=list, blank=True)
    eta = models.JSONField(default=dict, blank=True)
    findings = models.JSONField(default=list, blank=True)
    override_reason = models.TextField(_("published despite the linter, because"), blank=True)
    notify = models.BooleanField(_("tell subscribers"), default=True)
    version = models.PositiveIntegerField(default=1)
    held_until = models.DateTimeField(_("goes out unless somebody objects"), null=True, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=200, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.CharField(max_length=200, blank=True)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        permissions = [
            ("draft_update", "Can draft an update"),
            ("publish_update", "Can publish as this incident's lead, deputy or substitute"),
            ("sign_update", "Can give the second signature (legal)"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["incident", "sequence"], name="update_sequence_once"),
            models.CheckConstraint(condition=Q(phase__in=states.Phase.values), name="update_phase_known"),
            models.CheckConstraint(condition=Q(state__in=states.State.values), name="update_state_known"),
            models.CheckConstraint(
                condition=Q(incident_state__in=IncidentState.values), name="update_incident_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False, sequence__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True, sequence__isnull=True)),
                name="update_published_is_numbered",
            ),
            models.CheckConstraint(
                condition=Q(held_until__isnull=True) | Q(state="draft"), name="update_only_a_draft_is_held"
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="update_newest"),
            models.Index(fields=["incident", "-published_at"], name="update_incident_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_phase_display()} #{self.sequence or '–'}"


class ToldStatus(models.Model):
    """What readers were last told about one component, so that each change is told once and in order.

    `region_ids` is where it was impaired, empty for everywhere (or for nowhere, when operational).
    """

    component = models.OneToOneField(Component, on_delete=models.CASCADE, related_name="+", primary_key=True)
    status = models.CharField(_("status"), max_length=24, choices=ComponentStatus)
    region_ids = models.JSONField(default=list)
    sequence = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("status told")
        verbose_name_plural = _("statuses told")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ComponentStatus.values), name="told_status_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())


class Variant(models.Model):
    """The words of an update for one audience, kind of channel and language.

    `text` is Markdown as written; `html` is its cleaned rendering, made when the text is saved.
    `names_supplier`, set at publishing, says that legal has signed a supplier's real name in it.
    """

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="variants")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", verbose_name=_("audience"))
    channel_kind = models.CharField(
        _("channel"), max_length=10, choices=states.ChannelKind, default=states.ChannelKind.ANY
    )
    language = models.CharField(_("language"), max_length=8, choices=Language)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True, editable=False)
    names_supplier = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("text of an update")
        verbose_name_plural = _("texts of an update")
        constraints = [
            models.UniqueConstraint(fields=["update", "audience", "channel_kind", "language"], name="variant_once"),
            models.CheckConstraint(
                condition=Q(channel_kind__in=states.ChannelKind.values), name="variant_channel_kind_known"
            ),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="variant_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.audience_id} {self.channel_kind} {self.language}"


class Citation(models.Model):
    """A published update says this answer; when the fact changes, the update is shown."""

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="citations")
    key = models.SlugField(_("key"), max_length=40)
    answer = models.ForeignKey(FactAnswer, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("fact in an update")
        verbose_name_plural = _("facts in updates")
        constraints = [models.UniqueConstraint(fields=["update", "key"], name="citation_once")]

    def __str__(self) -> str:
        return self.key
