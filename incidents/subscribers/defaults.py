"""The audiences every installation starts with; what people edited later stays."""

from datetime import datetime

from incidents.subscribers.models import Audience, AudienceTranslation

# slug → falls back to, anyone may choose it, (en, fr, ja), description for staff
AUDIENCES = {
    "general": (
        None,
        True,
        ("Everyone: short and plain", "Tout public : court et simple", "一般向け：短くわかりやすく"),
        "Everyone who uses the service. Plain words, short sentences, no jargon.",
    ),
    "technical": (
        "general",
        True,
        ("Technical: with more detail", "Technique : plus de détails", "技術者向け：より詳しく"),
        "IT administrators and technical partners, who act on details.",
    ),
    "key_customers": (
        "technical",
        False,
        ("Key customers", "Grands comptes", "主要なお客様"),
        "Customers with a named contact. Added by staff.",
    ),
    "staff": (
        "technical",
        False,
        ("Staff", "Équipes internes", "社内"),
        "Our own people: support, sales, management. Added by staff.",
    ),
}


def seed(at: datetime) -> None:
    """Create what is missing. Safe to run again."""
    for position, (slug, (falls_back_to, is_public, names, description)) in enumerate(AUDIENCES.items(), start=1):
        audience, created = Audience.objects.get_or_create(
            slug=slug,
            defaults={
                "name": names[0],
                "description": description,
                "is_public": is_public,
                "falls_back_to_id": falls_back_to,
                "position": position,
            },
        )
        if created:
            AudienceTranslation.objects.bulk_create(
                AudienceTranslation(audience=audience, language=language, name=name)
                for language, name in zip(("en", "fr", "ja"), names, strict=True)
            )
