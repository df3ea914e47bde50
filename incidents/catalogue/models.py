from datetime import timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text.identifiers import public_id
from core.text.translations import Language, Translation, pick
from incidents.catalogue import states


class Named(models.Model):
    """What has a canonical name for staff and a translated one for readers."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """The name a reader of `language` sees; needs `translations` prefetched in lists."""
        row = pick(self.translations.all(), language)
        return row.name if row else self.name


class NameTranslation(Translation):
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        abstract = True
        verbose_name = _("wording in a language")
        verbose_name_plural = _("wording per language")

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


def one_per_language(owner: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=[owner, "language"], name=f"{owner}_translation_once"),
        models.CheckConstraint(condition=Q(language__in=Language.values), name=f"{owner}_translation_language_known"),
    ]


class Service(Named):
    """What customers buy; a component belongs to one."""

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")


class ServiceTranslation(NameTranslation):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="translations")

    class Meta(NameTranslation.Meta):
        constraints = one_per_language("service")


class Region(Named):
    """Where customers are: France, Japan …"""

    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")


class RegionTranslation(NameTranslation):
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="translations")

    class Meta(NameTranslation.Meta):
        constraints = one_per_language("region")


class ThirdParty(models.Model):
    """A supplier. Its real name stands on status pages only; everywhere else its alias."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    status_url = models.URLField(_("status page"), blank=True)
    spellings = models.JSONField(_("other spellings"), default=list, blank=True)

    class Meta:
        verbose_name = _("third party")
        verbose_name_plural = _("third parties")

    def __str__(self) -> str:
        return self.name


class ThirdPartyAlias(Translation):
    third_party = models.ForeignKey(ThirdParty, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(_("alias"), max_length=160)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = one_per_language("third_party")

    def __str__(self) -> str:
        return self.alias


class ComponentGroup(Named):
    """A heading on the status page; a row of its own for Statuspage's readers."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("component group")
        verbose_name_plural = _("component groups")


class ComponentGroupTranslation(NameTranslation):
    group = models.ForeignKey(ComponentGroup, on_delete=models.CASCADE, related_name="translations")

    class Meta(NameTranslation.Meta):
        constraints = one_per_language("group")


class ComponentQuerySet(models.QuerySet["Component"]):
    def public(self) -> "ComponentQuerySet":
        return self.filter(is_public=True)


class Component(Named):
    """A function customers know by name: Playback, Sign-in, Payments."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("service"), related_name="components")
    group = models.ForeignKey(
        ComponentGroup, models.SET_NULL, verbose_name=_("group"), null=True, blank=True, related_name="components"
    )
    third_party = models.ForeignKey(
        ThirdParty, models.SET_NULL, verbose_name=_("third party"), null=True, blank=True, related_name="components"
    )
    regions = models.ManyToManyField(
        Region,
        verbose_name=_("regions"),
        blank=True,
        related_name="components",
        help_text=_("None chosen means offered everywhere."),
    )
    description = models.TextField(_("description"), blank=True)
    is_core = models.BooleanField(_("core function"), default=False)
    is_public = models.BooleanField(_("shown to the public"), default=True)
    showcase = models.BooleanField(_("uptime bars shown"), default=True)
    only_show_if_degraded = models.BooleanField(_("shown only while degraded"), default=False)
    start_on = models.DateField(_("in service since"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ComponentQuerySet.as_manager()

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")


class ComponentTranslation(NameTranslation):
    component = models.ForeignKey(Component, on_delete=models.CASCADE, related_name="translations")
    description = models.TextField(_("description"), blank=True)

    class Meta(NameTranslation.Meta):
        constraints = one_per_language("component")


def minutes(label: Promise) -> models.PositiveIntegerField:
    """A duty's time, a year at most: beyond it clocks would leave the calendar."""
    return models.PositiveIntegerField(label, null=True, blank=True, validators=[MaxValueValidator(525_600)])


class SeverityLevel(models.Model):
    """One of five classes, 5 the worst, with the duties it brings (Uptime Institute's rating).

    Minutes are counted from the declaration; empty means no such duty.
    """

    level = models.PositiveSmallIntegerField(_("level"), primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    criteria = models.TextField(_("criteria"))
    first_update_minutes = minutes(_("first public update within"))
    scope_update_minutes = minutes(_("scope after the first update within"))
    update_every_minutes = minutes(_("then every"))
    long_after_minutes = minutes(_("long incident after"))
    long_every_minutes = minutes(_("then, in a long incident, every"))
    playbook_after_minutes = minutes(_("playbook running after"))
    call_roles = models.JSONField(_("roles to call"), default=list, blank=True)
    postmortem = models.CharField(
        _("postmortem"), max_length=20, choices=states.Postmortem, default=states.Postmortem.NONE
    )

    class Meta:
        verbose_name = _("severity level")
        verbose_name_plural = _("severity levels")
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="severity_level_1_to_5"),
            models.CheckConstraint(
                condition=Q(postmortem__in=states.Postmortem.values), name="severity_postmortem_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.name}"

    @property
    def alias(self) -> str:
        return f"SEV{6 - self.level}"

    def update_every(self, elapsed: timedelta) -> timedelta | None:
        """How long readers may wait for the next update of an incident that has lasted `elapsed`."""
        minutes = self.update_every_minutes
        if self.is_long(elapsed):
            minutes = self.long_every_minutes or minutes
        return timedelta(minutes=minutes) if minutes else None

    def is_long(self, elapsed: timedelta) -> bool:
        """Whether an incident that has lasted `elapsed` is a long one: readers are told less often, not less well."""
        return bool(self.long_after_minutes) and elapsed >= timedelta(minutes=self.long_after_minutes or 0)

    def name_in(self, language: str) -> str:
        """Number and name as a reader of `language` sees them; needs `translations` prefetched in lists."""
        row = pick(self.translations.all(), language)
        return f"{self.level} {row.name if row else self.name}"


class SeverityTranslation(NameTranslation):
    severity = models.ForeignKey(SeverityLevel, on_delete=models.CASCADE, related_name="translations")
    criteria = models.TextField(_("criteria"))

    class Meta(NameTranslation.Meta):
        constraints = one_per_language("severity")
