"""As tests.settings, with what production keeps in memory kept in memory."""

from tests.settings import *  # noqa: F403

FORM_KEPT_SECONDS, PAGES_KEPT_SECONDS = 5, 1
