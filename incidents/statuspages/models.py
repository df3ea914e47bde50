from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.identifiers import public_id
from core.text.translations import Language
from incidents.catalogue.models import NameTranslation, one_per_language


class StatusPage(models.Model):
    """A public page. The one with `is_default` answers for every host no other page claims."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=120)
    host = models.CharField(_("host"), max_length=200, unique=True)
    is_default = models.BooleanField(_("default page"), default=False)
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.ENGLISH)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")

    class Meta:
        verbose_name = _("status page")
        verbose_name_plural = _("status pages")
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="statuspage_one_default"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="statuspage_language_known"),
        ]

    def __str__(self) -> str:
        return self.name


class StatusPageTranslation(NameTranslation):
    statuspage = models.ForeignKey(StatusPage, on_delete=models.CASCADE, related_name="translations")

    class Meta:
        verbose_name = _("name in a language")
        verbose_name_plural = _("names by language")
        constraints = one_per_language("statuspage")


class Publication(models.Model):
    """One set of pre-rendered bytes; the highest sequence is what readers get.

    `wanted` counts changes readers must see, in the transaction that makes them; a publication
    whose `built` is lower is out of date. One row only (id 1).
    """

    wanted = models.PositiveBigIntegerField(default=1)
    built = models.PositiveBigIntegerField(default=0)
    built_at = models.DateTimeField(null=True)
    bundle = models.BinaryField(default=bytes)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="publication_single_row")]

    def __str__(self) -> str:
        return f"{self.built}/{self.wanted}"
