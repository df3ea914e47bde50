"""Palomine's further pages: one for viewers in France, one for those in Japan, a private one for partners."""

from collections.abc import Sequence

from incidents.catalogue.models import Component, Region
from incidents.statuspages import actions
from incidents.statuspages.models import StatusPage
from incidents.statuspages.states import Visibility
from incidents.subscribers.models import Audience

FRANCE, JAPAN, PARTNERS = "fr.localhost", "jp.localhost", "partners.localhost"
HELP = {"en": "Help and contact", "fr": "Aide et contact", "ja": "ヘルプ・お問い合わせ"}
FOOT = {
    "en": "Palomine does not exist: this page belongs to a demonstration.",
    "fr": "Palomine n’existe pas : cette page appartient à une démonstration.",
    "ja": "パロミンは架空のサービスです。このページはデモの一部です。",
}
NAMES = {
    FRANCE: {"fr": "État des services Palomine en France", "en": "Palomine status in France"},
    JAPAN: {"ja": "パロミン サービス稼働状況（日本）", "en": "Palomine status in Japan"},
    PARTNERS: {
        "en": "Palomine for partners",
        "fr": "Palomine pour les partenaires",
        "ja": "パロミン サービス稼働状況（パートナー様）",
    },
}
INTROS = {
    FRANCE: {
        "fr": "Cette page concerne **Palomine en France**.",
        "en": "This page is about **Palomine in France**.",
    },
    JAPAN: {
        "ja": "**日本でのパロミン**の稼働状況をお知らせします。",
        "en": "This page is about **Palomine in Japan**.",
    },
    PARTNERS: {
        "en": "For distributors and device makers: what matters to you, in words of your own, with technical detail.",
        "fr": "Pour les distributeurs et fabricants : ce qui vous concerne, dit pour vous, avec les détails techniques.",
        "ja": "販売パートナー様・機器メーカー様へ：関係する事柄を、技術的な詳細とともにお知らせします。",
    },
}


def build() -> None:
    """Create what is missing; what a newcomer has changed stays."""
    _page(FRANCE, "fr", "Europe/Paris", regions=["france"])
    _page(JAPAN, "ja", "Asia/Tokyo", regions=["japan"])
    _page(
        PARTNERS,
        "en",
        "Europe/Paris",
        components=["partner-api", "playback", "live-channels"],
        visibility=Visibility.PRIVATE,
        audience=Audience.objects.get(slug="key_customers"),
    )


def partners_link() -> str:
    """The address that opens the partners' page; the same at every start until its links are replaced."""
    page = StatusPage.objects.filter(host=PARTNERS, visibility=Visibility.PRIVATE).first()
    return actions.link(page, until=None) if page else ""


def _page(
    host: str,
    language: str,
    time_zone: str,
    *,
    regions: Sequence[str] = (),
    components: Sequence[str] = (),
    **fields: object,
) -> None:
    names = NAMES[host]
    page, created = StatusPage.objects.get_or_create(
        host=host,
        defaults={
            **{"name": names["en"], "language": language, "languages": list(names), "time_zone": time_zone},
            **{"all_components": not components, **fields},
        },
    )
    if not created:
        return
    page.regions.set(Region.objects.filter(slug__in=regions))
    page.components.set(Component.objects.filter(slug__in=components))
    for code, name in names.items():
        page.translations.create(
            language=code,
            name=name,
            intro=INTROS[host][code],
            support_label=HELP[code],
            support_url="https://palomine.example/help",
            footer=FOOT[code],
        )
