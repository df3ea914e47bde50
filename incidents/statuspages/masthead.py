"""What messages say about the page they come from (named by settings.MASTHEADS)."""

from django.conf import settings

from core.text.translations import Language
from incidents.communication.masthead import Masthead
from incidents.statuspages.models import StatusPage


def mastheads() -> dict[str, Masthead]:
    """The default page's name, time zone and address by language; empty before there is a page."""
    page = StatusPage.objects.filter(is_default=True).prefetch_related("translations").first()
    if page is None:
        return {}
    names = {row.language: row.name for row in page.translations.all()}
    return {
        language: Masthead(
            name=names.get(language, page.name),
            time_zone=page.time_zone,
            public_id=page.public_id,
            url=settings.PUBLIC_URL,
        )
        for language in Language.values
    }
