from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language


class User(AbstractUser):
    """A member of staff. `credentials_version` counts new passwords: each ends the tokens made before."""

    locale = models.CharField(_("language"), max_length=8, choices=Language, default=Language.ENGLISH)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    credentials_version = models.PositiveIntegerField(default=1, editable=False)
    held_rights: set[str] | None = None  # read once per request (core.accounts.backends)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(locale__in=Language.values), name="user_locale_known"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """A new password, by whatever door, ends the tokens; Django's re-hashing at login is no new one.

        Django ends the sessions itself: their hash holds the password's.
        """
        if self.pk is not None and self._password is not None:
            self.credentials_version += 1
            update_fields = None if update_fields is None else {*update_fields, "credentials_version"}
        super().save(*args, update_fields=update_fields, **kwargs)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self, at: datetime) -> "ApiTokenQuerySet":
        """Neither expired nor revoked, of an owner still on staff who kept the password."""
        unexpired = Q(expires_at=None) | Q(expires_at__gt=at)
        return self.filter(
            unexpired,
            revoked_at=None,
            owner__is_active=True,
            owner__is_staff=True,
            credentials_version=F("owner__credentials_version"),
        )


class ApiToken(models.Model):
    """A key for one integration. The secret is shown once; only its SHA-256 is kept."""

    name = models.CharField(max_length=80)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    credentials_version = models.PositiveIntegerField(default=1)  # the owner's when it was made
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=150, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
