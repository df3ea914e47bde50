"""Who may open a page."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Visibility(TextChoices):
    PUBLIC = "public", _("public: everybody")
    PRIVATE = "private", _("private: by link, or signed in")
