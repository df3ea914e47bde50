from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PrivacySettings(models.Model):
    """One row: how long we keep who wrote to us."""

    months = models.PositiveSmallIntegerField(
        _("closed conversations are made anonymous after (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("Empty: never by itself."),
    )

    class Meta:
        verbose_name = _("privacy setting")
        verbose_name_plural = _("privacy settings")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="privacy_settings_one_row"),
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__gte=1, months__lte=240), name="privacy_settings_months_sane"
            ),
        ]

    def __str__(self) -> str:
        return str(_("How long we keep who wrote"))


class Anonymisation(models.Model):
    """A person is being forgotten, one conversation after the other; `cursor` is how many are done.

    `known_as` is emptied at the end: this row must not remember whom it made us forget.
    """

    threads = models.JSONField(default=list)  # primary keys
    known_as = models.JSONField(default=dict)
    total = models.PositiveIntegerField(_("conversations"))
    cursor = models.PositiveIntegerField(_("done"), default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("asked by"), max_length=200)
    settled_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("anonymisation")
        verbose_name_plural = _("anonymisations")
        indexes = [models.Index(fields=["-asked_at", "-id"], name="anonymisation_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(settled_at=None) | Q(known_as={}), name="anonymisation_remembers_nobody")
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.cursor}/{self.total}"
