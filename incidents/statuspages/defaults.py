"""The status page every installation starts with; what people edited later stays."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from incidents.statuspages.models import StatusPage

NAMES = {"en": "Status", "fr": "État des services", "ja": "サービス稼働状況"}


def seed(at: datetime) -> None:
    """One default page, at the address readers open; nothing when there is one already."""
    if StatusPage.objects.filter(is_default=True).exists():
        return
    host = urlsplit(settings.PUBLIC_URL).hostname
    page = StatusPage.objects.create(name=NAMES["en"], host=host, is_default=True)
    for language, name in NAMES.items():
        page.translations.create(language=language, name=name)
