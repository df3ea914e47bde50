from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language


class User(AbstractUser):
    """A member of staff."""

    locale = models.CharField(_("language"), max_length=8, choices=Language, default=Language.ENGLISH)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(locale__in=Language.values), name="user_locale_known"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self, at: datetime) -> "ApiTokenQuerySet":
        unexpired = Q(expires_at=None) | Q(expires_at__gt=at)
        return self.filter(unexpired, revoked_at=None, owner__is_active=True)


class ApiToken(models.Model):
    """A key for one integration. The secret is shown once; only its SHA-256 is kept."""

    name = models.CharField(max_length=80)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=150, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
