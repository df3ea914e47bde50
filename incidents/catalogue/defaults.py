"""The five severity levels with their duties and words (domain: Severity); our defaults, editable afterwards."""

from datetime import datetime
from typing import Any

from incidents.catalogue.models import SeverityLevel
from incidents.catalogue.states import Postmortem

# Minutes; `call_roles` are response roles called as soon as the level is decided.
DUTIES: dict[int, dict[str, Any]] = {
    5: {
        "first_update_minutes": 5,
        "scope_update_minutes": 5,
        "update_every_minutes": 20,
        "long_after_minutes": 120,
        "long_every_minutes": 60,
        "playbook_after_minutes": 5,
        "call_roles": ["commander", "communications_lead", "deputy", "liaison"],
        "postmortem": Postmortem.REQUIRED_PUBLIC,
    },
    4: {
        "first_update_minutes": 10,
        "update_every_minutes": 30,
        "playbook_after_minutes": 5,
        "call_roles": ["commander", "communications_lead", "deputy"],
        "postmortem": Postmortem.REQUIRED,
    },
    3: {
        "first_update_minutes": 15,
        "update_every_minutes": 60,
        "playbook_after_minutes": 15,
        "call_roles": ["commander", "communications_lead"],
        "postmortem": Postmortem.OPTIONAL,
    },
    2: {
        "first_update_minutes": 30,
        "update_every_minutes": 240,
        "call_roles": ["communications_lead"],
        "postmortem": Postmortem.LESSON,
    },
    1: {"postmortem": Postmortem.NONE},
}

WORDS: dict[int, dict[str, tuple[str, str]]] = {
    5: {
        "en": (
            "Severe",
            "Any one of: more than half of active customers lose a core function; personal data exposed; "
            "safety at risk; two core functions down.",
        ),
        "fr": (
            "Critique",
            "Un seul suffit : plus de la moitié des clients actifs perdent une fonction essentielle ; "
            "des données personnelles sont exposées ; la sécurité de personnes est en jeu ; "
            "deux fonctions essentielles sont en panne.",
        ),
        "ja": (
            "重大",
            "次のいずれか：利用中のお客様の半数超が中核機能を使えない、個人情報の漏えい、"
            "人の安全に関わる、中核機能が二つ停止。",
        ),
    },
    4: {
        "en": (
            "Serious",
            "Any one of: a quarter to a half of active customers affected; a whole region; a contract breached; "
            "money wrongly taken.",
        ),
        "fr": (
            "Grave",
            "Un seul suffit : entre un quart et la moitié des clients actifs sont touchés ; une région entière ; "
            "un contrat n’est pas respecté ; de l’argent a été prélevé à tort.",
        ),
        "ja": (
            "深刻",
            "次のいずれか：利用中のお客様の4分の1から半数に影響、地域全体に影響、契約違反、誤った課金。",
        ),
    },
    3: {
        "en": (
            "Significant",
            "Any one of: 5 to 25 % of active customers affected; one device family, provider or component down.",
        ),
        "fr": (
            "Significatif",
            "Un seul suffit : de 5 à 25 % des clients actifs sont touchés ; une famille d’appareils, "
            "un prestataire ou un composant est en panne.",
        ),
        "ja": (
            "顕著",
            "次のいずれか：利用中のお客様の5～25％に影響、一つの機種群・提供元・コンポーネントが停止。",
        ),
    },
    2: {
        "en": (
            "Minimal",
            "Under 5 % of active customers affected, or a non-core function with a workaround.",
        ),
        "fr": (
            "Minime",
            "Moins de 5 % des clients actifs sont touchés, ou une fonction secondaire avec une solution "
            "de contournement.",
        ),
        "ja": (
            "最小限",
            "影響は利用中のお客様の5％未満、または回避策のある中核以外の機能。",
        ),
    },
    1: {
        "en": ("Negligible", "Capacity or redundancy lost; nobody sees it."),
        "fr": ("Négligeable", "Perte de capacité ou de redondance ; personne ne le voit."),
        "ja": ("無視できる", "余力または冗長性の低下。お客様は気づかない。"),
    },
}


def seed(at: datetime) -> None:
    """Add the levels and words that are missing. What people changed stays as they left it."""
    for level, duties in DUTIES.items():
        name, criteria = WORDS[level]["en"]
        row, _created = SeverityLevel.objects.get_or_create(
            level=level, defaults={"name": name, "criteria": criteria, **duties}
        )
        for language, (name, criteria) in WORDS[level].items():
            row.translations.get_or_create(language=language, defaults={"name": name, "criteria": criteria})
