"""Palomine, a streaming service that does not exist: what it offers, where, and with whom."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model

from config.demo.script import Words
from incidents.catalogue.models import Component, ComponentGroup, Region, Service, ThirdParty
from incidents.statuspages.models import StatusPage

Named = TypeVar("Named", bound=Model)

PAGE = Words("Palomine status", "État des services Palomine", "パロミン サービス稼働状況")

REGIONS = (
    ("france", Words("France", "France", "フランス"), "Europe/Paris"),
    ("japan", Words("Japan", "Japon", "日本"), "Asia/Tokyo"),
    ("australia", Words("Australia", "Australie", "オーストラリア"), "Australia/Sydney"),
    ("north-america", Words("North America", "Amérique du Nord", "北米"), "America/New_York"),
)
SERVICES = (
    ("streaming", Words("Palomine streaming", "Palomine streaming", "パロミン配信")),
    ("account", Words("Palomine account", "Compte Palomine", "パロミンアカウント")),
    ("partners", Words("Palomine for partners", "Palomine partenaires", "パロミン パートナー")),
)
GROUPS = (
    ("watching", Words("Watching", "Regarder", "視聴")),
    ("account-and-billing", Words("Account and billing", "Compte et facturation", "アカウントとお支払い")),
    ("apps", Words("Apps and devices", "Applications et appareils", "アプリと端末")),
    ("for-partners", Words("For partners", "Pour les partenaires", "パートナー向け")),
)
ALIAS = Words(
    "one of our third-party service providers",
    "l’un de nos prestataires techniques",
    "外部のサービス提供会社",
)
THIRD_PARTIES = (
    ("Farlane CDN", ["Farlane", "farlane"]),
    ("Quillpay", ["Quill Pay"]),
    ("Beaconmail", ["Beacon Mail"]),
)


@dataclass(frozen=True, slots=True)
class Part:
    slug: str
    name: Words
    description: Words
    service: str
    group: str
    is_core: bool = False
    third_party: str = ""
    everywhere: bool = True


PARTS = (
    Part(
        "playback",
        Words("Playback", "Lecture des vidéos", "動画の再生"),
        Words("Films and series on demand", "Films et séries à la demande", "映画・ドラマのオンデマンド再生"),
        "streaming",
        "watching",
        is_core=True,
        third_party="Farlane CDN",
    ),
    Part(
        "live-channels",
        Words("Live channels", "Chaînes en direct", "ライブ配信"),
        Words(
            "Sport, news and premieres as they happen",
            "Sport, actualités et avant-premières",
            "スポーツ・ニュース・先行配信",
        ),
        "streaming",
        "watching",
        is_core=True,
        third_party="Farlane CDN",
    ),
    Part(
        "downloads",
        Words("Downloads", "Téléchargements", "ダウンロード"),
        Words("Watching without a connection", "Regarder hors connexion", "オフライン視聴"),
        "streaming",
        "watching",
    ),
    Part(
        "subtitles",
        Words("Subtitles and audio", "Sous-titres et pistes audio", "字幕・音声"),
        Words("Languages, audio description", "Langues, audiodescription", "言語・音声ガイド"),
        "streaming",
        "watching",
    ),
    Part(
        "search",
        Words("Search and recommendations", "Recherche et recommandations", "検索・おすすめ"),
        Words("Finding what to watch next", "Trouver quoi regarder", "次に観る作品を探す"),
        "streaming",
        "watching",
    ),
    Part(
        "sign-in",
        Words("Sign-in", "Connexion au compte", "ログイン"),
        Words("Signing in on any device", "Connexion sur tous les appareils", "すべての端末でのログイン"),
        "account",
        "account-and-billing",
        is_core=True,
    ),
    Part(
        "payments",
        Words("Payments", "Paiements", "お支払い"),
        Words(
            "Subscriptions, rentals, gift cards",
            "Abonnements, locations, cartes cadeaux",
            "定額プラン・レンタル・ギフトカード",
        ),
        "account",
        "account-and-billing",
        is_core=True,
        third_party="Quillpay",
    ),
    Part(
        "profiles",
        Words("Profiles and parental controls", "Profils et contrôle parental", "プロフィール・視聴制限"),
        Words("Who watches what", "Qui regarde quoi", "ご家族ごとの設定"),
        "account",
        "account-and-billing",
    ),
    Part(
        "emails",
        Words("E-mails to customers", "E-mails aux clients", "お客様へのメール"),
        Words("Receipts, password links", "Reçus, liens de mot de passe", "領収書・パスワード再設定"),
        "account",
        "account-and-billing",
        third_party="Beaconmail",
    ),
    Part(
        "tv-apps",
        Words("TV apps", "Applications TV", "テレビアプリ"),
        Words("Smart TVs, sticks and consoles", "Téléviseurs connectés, clés et consoles", "スマートテレビ・ゲーム機"),
        "streaming",
        "apps",
    ),
    Part(
        "mobile-apps",
        Words("Mobile apps", "Applications mobiles", "モバイルアプリ"),
        Words("Phones and tablets", "Téléphones et tablettes", "スマートフォン・タブレット"),
        "streaming",
        "apps",
    ),
    Part(
        "website",
        Words("Website", "Site web", "ウェブサイト"),
        Words("Watching in the browser", "Regarder dans le navigateur", "ブラウザーでの視聴"),
        "streaming",
        "apps",
    ),
    Part(
        "partner-api",
        Words("Partner API", "API partenaires", "パートナーAPI"),
        Words(
            "Catalogue and usage for distributors", "Catalogue et usages pour les distributeurs", "配信事業者向けAPI"
        ),
        "partners",
        "for-partners",
        everywhere=False,
    ),
)


def build() -> None:
    """Create what is missing; what a newcomer has changed stays."""
    regions = [_named(Region, slug, name, index, time_zone=zone) for index, (slug, name, zone) in enumerate(REGIONS)]
    services = {slug: _named(Service, slug, name, index) for index, (slug, name) in enumerate(SERVICES)}
    groups = {slug: _named(ComponentGroup, slug, name, index) for index, (slug, name) in enumerate(GROUPS)}
    suppliers = {name: _supplier(name, spellings) for name, spellings in THIRD_PARTIES}
    for index, part in enumerate(PARTS):
        component = _named(
            Component,
            part.slug,
            part.name,
            index,
            descriptions=part.description,
            service=services[part.service],
            group=groups[part.group],
            third_party=suppliers.get(part.third_party),
            description=part.description.en,
            is_core=part.is_core,
        )
        component.regions.set(regions if part.everywhere else [])
    page = StatusPage.objects.get(is_default=True)
    page.name = PAGE.en
    page.save(update_fields=["name"])
    for language, name in PAGE.items():
        page.translations.update_or_create(language=language, defaults={"name": name})


def _named(
    model: type[Named], slug: str, name: Words, position: int, descriptions: Words | None = None, **fields: object
) -> Named:
    row, created = model.objects.get_or_create(slug=slug, defaults={"name": name.en, "position": position, **fields})
    if created:
        described = dict(descriptions.items()) if descriptions else {}
        for language, text in name.items():
            extra = {"description": described[language]} if described else {}
            row.translations.create(language=language, name=text, **extra)
    return row


def _supplier(name: str, spellings: list[str]) -> ThirdParty:
    row, created = ThirdParty.objects.get_or_create(name=name, defaults={"spellings": spellings})
    if created:
        for language, alias in ALIAS.items():
            row.aliases.create(language=language, alias=alias)
    return row
