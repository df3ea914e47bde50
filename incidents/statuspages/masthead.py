"""What messages say about the page they come from (named by settings.MASTHEADS), and where their links lead."""

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects

from core.text.translations import Language
from incidents.communication.masthead import Masthead
from incidents.statuspages import queries
from incidents.statuspages.models import StatusPage
from incidents.statuspages.narrowing import EVERYTHING, Choice
from incidents.statuspages.states import Visibility
from incidents.subscribers.models import Subscriber
from incidents.subscribers.offers import Home


def homes() -> dict[str, Home]:
    """By public id every public page but the default one (named by settings.PAGE_HOMES)."""
    pages = StatusPage.objects.filter(visibility=Visibility.PUBLIC, is_default=False).prefetch_related("translations")
    return {page.public_id: Home(host=page.host, url=queries.url_of(page), names=_names(page)) for page in pages}


def mastheads() -> dict[str, dict[str, Masthead]]:
    """Name, time zone and address by public id and language of each public page that somebody follows.

    The default page's are under ""; they are missing before there is a page. Two statements, four where there
    are further pages.
    """
    following = Subscriber.objects.confirmed().filter(page=OuterRef("public_id"))
    followed = Q(Exists(following), visibility=Visibility.PUBLIC)
    pages = StatusPage.objects.filter(Q(is_default=True) | followed).prefetch_related("translations").order_by("id")
    further = [page for page in pages if not page.is_default]
    prefetch_related_objects(further, "components", "regions")
    return {
        "" if page.is_default else page.public_id: _heads(page, EVERYTHING if page.is_default else _choice(page))
        for page in pages
    }


def _heads(page: StatusPage, choice: Choice) -> dict[str, Masthead]:
    names, url = _names(page), queries.url_of(page)
    return {
        language: Masthead(
            name=names[language],
            time_zone=page.time_zone,
            public_id=page.public_id,
            url=url,
            components=choice.components,
            regions=choice.regions,
        )
        for language in Language.values
    }


def _choice(page: StatusPage) -> Choice:
    components = None if page.all_components else frozenset(row.pk for row in page.components.all())
    return Choice(components, frozenset(row.pk for row in page.regions.all()) or None)


def _names(page: StatusPage) -> dict[str, str]:
    given = {row.language: row.name for row in page.translations.all()}
    return {language: given.get(language, page.name) for language in Language.values}
