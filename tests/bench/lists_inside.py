"""What tests.bench.lists measures in one process, with Django set up on a PostgreSQL database of its own."""

import base64
import json
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback.threads.models import Thread
from tests.bench import lists_world as world
from tests.bench.child import prepared
from tests.factories import accounts, feedback

INBOX, REST = "/admin/feedback/inbox/", "/api/v1/threads/"
MEASURES, HOME = "/admin/feedback/measures/", "/admin/"
FEW = 1_000
FREQUENT, OTHER, JAPANESE = world.word("en", 0), world.word("fr", 0), world.word("ja", 3)
RARE, MIDDLE = world.word("en", 15_000), world.word("fr", 120)
QUEUES = ("human", "unassigned", "team", "overdue", "mine", "waiting", "held", "all")
FILTERS = {
    "crisis": {"register": "crisis"},
    "problem": {"register": "problem"},
    "unsorted": {"register": "none"},
    "rare_door": {"origin": "community"},
    "door": {"origin": "phone"},
    "rare_part": {"component": world.RARE_PART},
    "old_part": {"component": world.OLD_PART},
    "region_and_language": {"region": "japan", "language": "ja"},
    "crisis_in_french": {"register": "crisis", "language": "fr"},
    "assignee": {"assignee": "sam"},
    "public": {"visibility": "public"},
    "held": {"state": "held"},
    "late": {"overdue": "true"},
    "missed": {"missed": "answer"},
    "human_and_opportunity": {"queue": "human", "register": "opportunity"},
    "form_of_narrowing": {"filters": "1"},
}  # fmt: skip
RARE_WORDS = {
    "word": {"q": RARE},
    "address": {"q": f"ana{FEW}@example.org"},
    "never_meet": {"q": f"{FREQUENT} {OTHER}"},
    "nothing": {"q": "zzzzzzzz"},
    "two_names": {"q": f"{RARE} name"},
    "japanese": {"q": world.word("ja", 9_000)},
    "word_and_filter": {"q": RARE, "language": "en"},
}
FREQUENT_WORDS = {
    "word": {"q": FREQUENT},
    "word_in_queue": {"q": FREQUENT, "queue": "human"},
    "word_of_crisis": {"q": FREQUENT, "register": "crisis"},
    "middling": {"q": MIDDLE},
    "two_words": {"q": f"{FREQUENT} {world.word('en', 1)}"},
    "everybodys": {"q": "name"},
    "japanese": {"q": JAPANESE},
}
