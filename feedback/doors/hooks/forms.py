from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.errors import Invalid
from feedback.doors.hooks.actions import sources
from feedback.doors.hooks.models import FeedbackSource

LIMITS = ("hourly_limit", "author_limit")


class SourceForm(forms.ModelForm):
    """A source: where things stand in its JSON, and where our answers go."""

    class Meta:
        model = FeedbackSource
        fields = ("name", "slug", "is_active", "language", "mapping", "reply_url", *LIMITS)
        help_texts = {
            "language": _("For what does not say its language and does not look like another."),
            "mapping": _('Our name and where it stands in the body, for instance {"text": "post.content"}.'),
            "hourly_limit": _("What comes beyond waits in the held queue; nothing is refused."),
            "reply_url": _("Our answers go there as signed webhooks. Empty: somebody answers by hand."),
        }

    def clean(self) -> dict[str, Any]:
        """The same rules as over the API."""
        data = super().clean()
        data["mapping"] = data.get("mapping") or {}
        for name in LIMITS:  # left empty: as we ship it
            if data.get(name) is None:
                data[name] = FeedbackSource._meta.get_field(name).default
        slug = "" if self.instance.pk else data.get("slug", "")
        try:
            sources.check(slug=slug, mapping=data["mapping"], reply_url=data.get("reply_url", ""))
        except Invalid as error:
            for field, texts in error.fields.items():
                self.add_error(field, texts)
        return data
