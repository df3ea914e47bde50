"""The eight registers with the policy we ship. Editable afterwards."""

from dataclasses import fields
from datetime import datetime

from feedback.targets.models import RegisterPolicy
from feedback.targets.registers import registry

NOT_KEPT = {"key", "label", "meaning", "slug"}


def seed(at: datetime) -> None:
    """A register that somebody has edited stays as it is."""
    for slug, register in registry().items():
        shipped = {each.name: getattr(register, each.name) for each in fields(register) if each.name not in NOT_KEPT}
        RegisterPolicy.objects.get_or_create(slug=slug, defaults=shipped)
