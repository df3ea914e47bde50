"""Content in several languages: one row per language, and a visible fallback."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

FALLBACK = "en"


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    JAPANESE = "ja", _("Japanese")


# A reader who lost the way recognises only these.
OWN_NAMES = (("en", "English"), ("fr", "Français"), ("ja", "日本語"))


class HasLanguage(Protocol):
    language: str


Row = TypeVar("Row", bound=HasLanguage)


class Translation(models.Model):
    """Base of a per-language row; the subclass adds its owner and its texts."""

    language = models.CharField(_("language"), max_length=8, choices=Language)

    class Meta:
        abstract = True


def pick(rows: Iterable[Row], language: str) -> Row | None:
    """The row in `language`, else in English; None when there is neither: then the canonical wording serves.

    The caller compares `row.language` with what it asked for and says so to the reader:
    a missing language falls back visibly, never silently.
    """
    by_language = {row.language: row for row in rows}
    return by_language.get(language) or by_language.get(FALLBACK)
