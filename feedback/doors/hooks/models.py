from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.sources.models import Source
from core.text.translations import Language


class FeedbackSource(Source):
    """A program that hands us what customers wrote elsewhere: a network, a review site, a shop.

    `reply_secrets` sign our answers to `reply_url`; that needs them in clear.
    """

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.ENGLISH)
    hourly_limit = models.PositiveIntegerField(_("conversations an hour, then held"), default=1_000, blank=True)
    author_limit = models.PositiveIntegerField(_("of one author"), default=20, blank=True)
    reply_url = models.CharField(_("address for our answers"), max_length=500, blank=True)
    reply_secrets = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("feedback source")
        verbose_name_plural = _("feedback sources")
        constraints = [
            models.CheckConstraint(condition=Q(language__in=Language.values), name="feedbacksource_language_known"),
        ]

    @property
    def recipient(self) -> str:
        """How the outbox names it."""
        return f"feedback-source:{self.pk}"
