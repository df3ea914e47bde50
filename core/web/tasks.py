from django.utils import timezone

from core.web import idempotency


def forget_idempotency_keys() -> None:
    """Keys are promised for 24 hours; older ones are only weight."""
    idempotency.forget(timezone.now())
