"""The product's settings for tests: a var folder of its own, files found without collecting them."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="candor-tests-"))

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STATIC_ROOT, STORAGES, VAR_DIR

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: threads of a shared database in memory don't wait for each other,
    # and real worker processes of a test open it, too.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
# Hashing passwords slowly is a protection of real ones; here it would only cost minutes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests reuse the ids that the throttle counts by; the tests of the throttle set their own rate.
API_RATE = "100000/min"
# Each test has rows of its own; the tests of what is kept set their own time.
FORM_KEPT_SECONDS = PAGES_KEPT_SECONDS = 0
