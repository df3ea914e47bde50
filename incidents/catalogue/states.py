"""Component states and severity levels as the field names them (domain: Severity, Incident)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ComponentStatus(models.TextChoices):
    OPERATIONAL = "operational", _("Operational")
    UNDER_MAINTENANCE = "under_maintenance", _("Under maintenance")
    DEGRADED_PERFORMANCE = "degraded_performance", _("Degraded performance")
    PARTIAL_OUTAGE = "partial_outage", _("Partial outage")
    MAJOR_OUTAGE = "major_outage", _("Major outage")


# Worst last: the page shows the worst open one.
RANK: dict[str, int] = {status: rank for rank, status in enumerate(ComponentStatus.values)}


def worst(statuses: "list[str] | tuple[str, ...]") -> str:
    """The worst of several component states; operational when there are none."""
    return max(statuses, key=RANK.__getitem__, default=ComponentStatus.OPERATIONAL.value)


class Postmortem(models.TextChoices):
    REQUIRED_PUBLIC = "required_public", _("Required, public")
    REQUIRED = "required", _("Required")
    OPTIONAL = "optional", _("Optional")
    LESSON = "lesson", _("A lesson is noted")
    NONE = "none", _("None")
