from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text.translations import Language


class FeedbackSource(models.Model):
    """A program that hands us what customers wrote elsewhere: a network, a review site, a shop.

    Its key is shown once; only a digest is kept. With `secrets` each message must be signed
    (`core.web.signatures`); `reply_secrets` sign our answers to `reply_url`. Both are needed in clear.
    """

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    key_hint = models.CharField(_("key ends with"), max_length=4, editable=False)
    secrets = models.JSONField(default=list, blank=True, editable=False)
    is_active = models.BooleanField(_("accepted"), default=True)
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.ENGLISH)
    mapping = models.JSONField(_("where things stand in its JSON"), default=dict, blank=True)
    reply_url = models.CharField(_("address for our answers"), max_length=500, blank=True)
    reply_secrets = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    last_received_at = models.DateTimeField(_("last message"), null=True, blank=True, editable=False)
    last_error = models.CharField(_("last error"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("feedback source")
        verbose_name_plural = _("feedback sources")
        constraints = [
            models.CheckConstraint(condition=Q(language__in=Language.values), name="feedbacksource_language_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_signed(self) -> bool:
        """Whether its messages must carry a signature."""
        return bool(self.secrets)

    @property
    def recipient(self) -> str:
        """How the outbox names it."""
        return f"feedback-source:{self.pk}"
