"""What a wave can be. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    RISING = "rising", _("Going on")
    OVER = "over", _("Over")


class Caution(models.TextChoices):
    """How unlikely by chance a number must be before it proposes an incident."""

    EAGER = "eager", _("eager: sooner, and now and then for nothing")
    USUAL = "usual", _("usual")
    CAUTIOUS = "cautious", _("cautious: later, and hardly ever for nothing")


ODDS: dict[str, float] = {Caution.EAGER: 1e-4, Caution.USUAL: 1e-6, Caution.CAUTIOUS: 1e-8}
