from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.identifiers import public_id
from incidents.catalogue.models import SeverityLevel
from incidents.communication import states
from incidents.communication.models.updates import Update

LONGEST = 30 * 60  # seconds; readers who wait longer for a consent are left alone


class SignatureQuerySet(models.QuerySet["Signature"]):
    def asked(self) -> "SignatureQuerySet":
        """Nobody has decided yet."""
        return self.filter(state=states.SignatureState.ASKED)

    def signed(self) -> "SignatureQuerySet":
        return self.filter(state=states.SignatureState.SIGNED)


class Signature(models.Model):
    """A second person is asked for one reason to answer for words before they leave the house.

    `words` are the texts that need it, facts filled in: [{audience, channel_kind, language, subject, text}];
    `digest` stands for exactly these. Void means that they have changed since; `asker` and `signer` are the
    people behind the labels, so that nobody signs for themselves.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="signatures", verbose_name=_("update"))
    case = models.CharField(_("reason"), max_length=16, choices=states.Case)
    state = models.CharField(
        _("state"), max_length=8, choices=states.SignatureState, default=states.SignatureState.ASKED
    )
    words = models.JSONField(_("words"), default=list)
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.CharField(_("asked by"), max_length=200)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("note"), blank=True)
    voided_at = models.DateTimeField(_("void since"), null=True, blank=True)
    voided_by = models.CharField(_("made void by"), max_length=200, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("second signature")
        verbose_name_plural = _("second signatures")
        constraints = [
            models.CheckConstraint(condition=Q(case__in=states.Case.values), name="signature_case_known"),
            models.CheckConstraint(condition=Q(state__in=states.SignatureState.values), name="signature_state_known"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True)
                | Q(state__in=["signed", "refused"], decided_at__isnull=False)
                | Q(state="void", voided_at__isnull=False),
                name="signature_decision_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(signer__isnull=True) | Q(asker__isnull=True) | ~Q(signer=models.F("asker")),
                name="signature_by_somebody_else",
            ),
            models.UniqueConstraint(fields=["update", "case"], condition=Q(state="asked"), name="signature_asked_once"),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state="asked"), name="signature_waiting")]

    def __str__(self) -> str:
        return f"{self.get_case_display()}: {self.get_state_display()}"

    @property
    def keys(self) -> list[tuple[str, str, str]]:
        """Which texts it is about: audience, kind of channel, language."""
        return [(row["audience"], row["channel_kind"], row["language"]) for row in self.words]


class ObjectionRule(models.Model):
    """How long what the lead publishes waits for an objection; without a rule nothing waits.

    `level` None is the rule of every severity without one of its own.
    """

    level = models.OneToOneField(
        SeverityLevel,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("severity"),
        help_text=_("Empty: every severity without a rule of its own."),
    )
    seconds = models.PositiveIntegerField(
        _("seconds to object"), default=0, validators=[MaxValueValidator(LONGEST)], help_text=_("0: goes out at once.")
    )
    first_message = models.BooleanField(
        _("holds the first message too"),
        default=False,
        help_text=_("Off: the first word of an incident never waits."),
    )

    class Meta:
        verbose_name = _("objection window")
        verbose_name_plural = _("objection windows")
        constraints = [
            models.CheckConstraint(condition=Q(seconds__lte=LONGEST), name="objection_rule_seconds_sane"),
            models.UniqueConstraint(
                models.Value(1), condition=Q(level__isnull=True), name="objection_rule_general_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level or _('every severity')}: {self.seconds} s"


class ObjectionWindowQuerySet(models.QuerySet["ObjectionWindow"]):
    def open(self) -> "ObjectionWindowQuerySet":
        return self.filter(ended_at=None)

    def lapsed(self, at: datetime) -> "ObjectionWindowQuerySet":
        """Nobody objected in time, and the update is not out yet."""
        return self.open().filter(lapses_at__lte=at)


class ObjectionWindow(models.Model):
    """One update waiting to go out: decided by its lead, until `lapses_at` somebody may object.

    `override_reason` is kept from the decision; `reason` is why it did not go out.
    """

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="windows")
    opened_at = models.DateTimeField(_("decided"))
    opened_by = models.CharField(_("decided by"), max_length=200)
    opener = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    override_reason = models.TextField(blank=True)
    lapses_at = models.DateTimeField(_("goes out"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=200, blank=True)
    end = models.CharField(_("end"), max_length=10, choices=states.WindowEnd, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = ObjectionWindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("update waiting for objections")
        verbose_name_plural = _("updates waiting for objections")
        constraints = [
            models.CheckConstraint(condition=Q(end="") | Q(end__in=states.WindowEnd.values), name="window_end_known"),
            models.CheckConstraint(
                condition=Q(end="", ended_at__isnull=True) | (~Q(end="") & Q(ended_at__isnull=False)),
                name="window_end_is_dated",
            ),
            models.UniqueConstraint(fields=["update"], condition=Q(ended_at__isnull=True), name="window_open_once"),
        ]
        indexes = [models.Index(fields=["lapses_at"], condition=Q(ended_at__isnull=True), name="window_open")]

    def __str__(self) -> str:
        return f"{self.update_id}: {self.get_end_display() or self.lapses_at}"

    def finish(self, end: str, *, by: str, at: datetime, reason: str = "") -> None:
        self.end, self.ended_at, self.ended_by, self.reason = end, at, by[:200], reason
        self.save(update_fields=["end", "ended_at", "ended_by", "reason"])
