from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language, Translation, pick
from incidents.catalogue.models import one_per_language
from incidents.communication.models import Update
from incidents.communication.states import ChannelKind, Phase
from incidents.message_templates import states
from incidents.subscribers.models import Audience


class MessageTemplate(models.Model):
    """Words written beforehand for one moment of an incident, one audience and one kind of channel.

    `key` names it in playbooks and stays; what it says is in its versions. It is offered for
    incidents from `min_level` to `max_level`; one nobody has rated counts as any.
    """

    key = models.CharField(_("key"), max_length=60, unique=True)
    phase = models.CharField(_("phase"), max_length=16, choices=Phase)
    min_level = models.PositiveSmallIntegerField(
        _("from severity"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    max_level = models.PositiveSmallIntegerField(
        _("to severity"), default=5, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    audience = models.ForeignKey(Audience, models.PROTECT, verbose_name=_("audience"), related_name="+")
    channel_kind = models.CharField(_("channel"), max_length=10, choices=ChannelKind, default=ChannelKind.ANY)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="template_phase_known"),
            models.CheckConstraint(condition=Q(channel_kind__in=ChannelKind.values), name="template_channel_known"),
            models.CheckConstraint(
                condition=Q(min_level__gte=1, max_level__lte=5, min_level__lte=models.F("max_level")),
                name="template_levels_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class MessageTemplatePurpose(Translation):
    """What it is for, as whoever chooses one reads it."""

    template = models.ForeignKey(MessageTemplate, on_delete=models.CASCADE, related_name="purposes")
    purpose = models.CharField(_("purpose"), max_length=200)

    class Meta:
        verbose_name = _("purpose in a language")
        verbose_name_plural = _("purposes by language")
        constraints = one_per_language("template")

    def __str__(self) -> str:
        return self.purpose


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    def approved(self) -> "TemplateVersionQuerySet":
        return self.filter(state=states.State.APPROVED)

    def being_written(self) -> "TemplateVersionQuerySet":
        return self.filter(state__in=states.BEING_WRITTEN)


class TemplateVersion(models.Model):
    """What a template says; one is approved at most, and one is being written at most."""

    template = models.ForeignKey(MessageTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=states.State, default=states.State.DRAFT)
    edit = models.PositiveIntegerField(default=1)  # counts changes of the draft
    note = models.CharField(_("note"), max_length=300, blank=True)
    drafted_at = models.DateTimeField(_("drafted"))
    drafted_by = models.CharField(_("drafted by"), max_length=200)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a template")
        verbose_name_plural = _("versions of a template")
        permissions = [
            ("draft_template", "Can draft a message template"),
            ("approve_template", "Can approve, send back and retire message templates"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["template"], condition=Q(state="approved"), name="template_one_approved_version"
            ),
            models.UniqueConstraint(
                fields=["template"], condition=Q(state__in=["draft", "in_review"]), name="template_one_open_version"
            ),
            models.CheckConstraint(condition=Q(state__in=states.State.values), name="template_version_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"


class TemplateText(Translation):
    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="texts")
    subject = models.CharField(_("headline"), max_length=200, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of a template")
        verbose_name_plural = _("texts of a template")
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="template_text_once"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="template_text_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"


class TemplateUse(models.Model):
    """A message that was begun from a template; counted once the message is published."""

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="uses")
    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "update"], name="template_use_once")]

    def __str__(self) -> str:
        return f"{self.version_id} → {self.update_id}"


def purpose_in(template: MessageTemplate, language: str) -> str:
    """Needs `purposes` prefetched in lists."""
    row = pick(template.purposes.all(), language)
    return row.purpose if row else template.key
