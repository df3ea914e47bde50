from datetime import datetime

from feedback.privacy.models import PrivacySettings


def seed(at: datetime) -> None:
    """Nothing is made anonymous by itself until somebody says after how long."""
    PrivacySettings.objects.get_or_create(pk=1)
