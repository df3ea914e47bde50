from typing import Any

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text import markdown
from core.text.identifiers import public_id
from core.text.translations import Language
from incidents.catalogue.models import Component, NameTranslation, Region, one_per_language
from incidents.statuspages.states import Visibility
from incidents.subscribers.models import Audience

HOST = RegexValidator(
    r"\A(?=.{1,200}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::[0-9]{1,5})?\Z",
    _("Give a host name in small letters, like status.example.com, without https:// and without a path."),
)
WEB = URLValidator(schemes=["https", "http"])


def every_language() -> list[str]:
    return list(Language.values)


class StatusPage(models.Model):
    """A page of its own under its own host. The one with `is_default` answers for every host no other page claims.

    It shows `components` or all public ones, and what concerns one of `regions` (none means all). A private page also
    shows the hidden components that it names, and may speak the words of `audience`; raising `key_version` makes
    every link given out useless.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=120)
    host = models.CharField(_("host"), max_length=200, unique=True, validators=[HOST])
    is_default = models.BooleanField(_("default page"), default=False)
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.ENGLISH)
    languages = models.JSONField(_("languages offered"), default=every_language, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    all_components = models.BooleanField(_("all public components"), default=True)
    components = models.ManyToManyField(Component, verbose_name=_("components"), blank=True, related_name="+")
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), blank=True, related_name="+")
    visibility = models.CharField(_("visibility"), max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    audience = models.ForeignKey(
        Audience, models.PROTECT, verbose_name=_("audience"), null=True, blank=True, related_name="+"
    )
    key_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("status page")
        verbose_name_plural = _("status pages")
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="statuspage_one_default"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="statuspage_language_known"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="statuspage_visibility_known"),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(visibility="public"), name="statuspage_default_is_public"
            ),
            models.CheckConstraint(
                condition=Q(visibility="private") | Q(audience=None), name="statuspage_public_words"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_private(self) -> bool:
        return self.visibility == Visibility.PRIVATE

    @property
    def offered(self) -> tuple[str, ...]:
        """The languages readers may choose, its own always among them."""
        return tuple(code for code in Language.values if code in self.languages or code == self.language)


class StatusPageTranslation(NameTranslation):
    """A page's own words in one language: its name, a line of welcome, where help is, and its foot.

    The HTML is made when a row is saved, so that no page is rendered from unclean text.
    """

    statuspage = models.ForeignKey(StatusPage, on_delete=models.CASCADE, related_name="translations")
    intro = models.TextField(_("introduction"), blank=True, max_length=600)
    support_label = models.CharField(_("name of the help link"), max_length=80, blank=True)
    support_url = models.CharField(_("address of the help link"), max_length=300, blank=True, validators=[WEB])
    footer = models.TextField(_("foot of the page"), blank=True, max_length=600)
    intro_html = models.TextField(blank=True, editable=False)
    footer_html = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("words in a language")
        verbose_name_plural = _("words by language")
        constraints = one_per_language("statuspage")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.intro_html, self.footer_html = markdown.render(self.intro), markdown.render(self.footer)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "intro_html", "footer_html"}
        super().save(*args, **kwargs)


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
