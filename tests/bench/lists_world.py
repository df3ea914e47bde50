"""A million conversations as they would be after two years, written by the database itself (PostgreSQL).

Skewed as life is: two doors bring most of it, a register holds half and another one in two thousand, the backlog lies
among the newest, words are as rare as words are. Three languages, whose words never meet. A component that nobody
writes about any more and a crisis that lies far back are what a list stumbles over.
"""

import hashlib
import math

from django.db import connection
from django.utils import timezone

from core.accounts.models import User
from feedback.targets.models import RegisterPolicy
from feedback.threads.references import ALPHABET
from incidents.catalogue.models import Component, Region
from tests.factories import accounts, catalogue, feedback

DAYS = 730
BODIES, WORDS = 20_000, 24  # different texts, and the draws of words for each
KNOWN = 20_000  # words of a language
AGENTS = 40
SHARE = {"en": 0.55, "fr": 0.85, "ja": 1.0}  # up to where a number between 0 and 1 means this language
RARE_PART, OLD_PART = "part-48", "part-49"
# What a thread is, as SQL over the numbers a to h between 0 and 1, `n` its number and `age` from 0 (new) to 1.
DRAWN = """
SELECT n, 1 - n::float / %(to)s AS age, random() AS a, random() AS b, random() AS c, random() AS d,
       random() AS e, random() AS f, random() AS g, random() AS h
FROM generate_series(%(since)s, %(to)s) AS n
"""
STATE = """
CASE WHEN age < .04 THEN CASE WHEN a < .20 THEN 'new' WHEN a < .38 THEN 'triaged' WHEN a < .55 THEN 'open'
       WHEN a < .63 THEN 'waiting_for_customer' WHEN a < .67 THEN 'held' WHEN a < .80 THEN 'answered' ELSE 'closed' END
     ELSE CASE WHEN a < .003 THEN 'new' WHEN a < .006 THEN 'open' WHEN a < .016 THEN 'waiting_for_customer'
       WHEN a < .022 THEN 'held' WHEN a < .05 THEN 'answered' ELSE 'closed' END END
"""
REGISTER = """
CASE WHEN age BETWEEN .7 AND .701 AND b < .5 THEN 'crisis' WHEN state = 'new' AND b < .7 THEN NULL
     WHEN b < .45 THEN 'problem' WHEN b < .70 THEN 'question' WHEN b < .83 THEN 'complaint' WHEN b < .91 THEN 'idea'
     WHEN b < .96 THEN 'compliment' WHEN b < .99 THEN 'campaign_echo' ELSE 'opportunity' END
"""
ORIGIN = """
CASE WHEN c < .55 THEN 'form' WHEN c < .86 THEN 'email' WHEN c < .94 THEN 'social' WHEN c < .98 THEN 'api'
     WHEN c < .995 THEN 'phone' WHEN c < .9985 THEN 'webhook' WHEN c < .9995 THEN 'staff' ELSE 'community' END
"""
COLUMNS = {
    "id": "n",
    "reference": "reference",
    "origin": ORIGIN,
    "state": "state",
    "held_for": "CASE state WHEN 'held' THEN CASE WHEN b < .5 THEN 'spam' ELSE 'limit' END ELSE '' END",
    "visibility": "CASE WHEN h < .12 THEN 'public' ELSE 'private' END",
    "subject": "left('Number ' || n || ' ' || body, 90)",
    "language": "language",
    "component_proposed": "b < .1",
    "team": "CASE WHEN d BETWEEN .4 AND .42 THEN 'Support agent' ELSE '' END",
    "is_routed": "true",
    "name": "'Name ' || n %% 5000",
    "email": "CASE WHEN e < .8 THEN 'ana' || n / 2 || '@example.org' ELSE '' END",
    "telephone": "''",
    "handle": "CASE WHEN e >= .92 THEN 'mastodon:@ana' || n / 2 || '@example.social' ELSE '' END",
    "reply_by": "CASE WHEN e < .8 THEN 'email' ELSE 'link' END",
    "quiet": "false",
    "wants_updates": "true",
    "key_version": "1",
    "terms": "concat_ws(' ', replace(lower(reference), '-', ''), lower(right(reference, 4)),"
    " 'ana' || n / 2 || '@example.org', 'ana' || n / 2, 'example', 'org', 'name', n %% 5000, body)",
    "awaits_human": "awaits",
    "created_at": "came",
    "changed_at": "came + h * h * least(age * {days}, 20) * interval '1 day'",
    "customer_wrote_at": "came",
    "waits_since": "CASE WHEN awaits THEN came END",
    "acknowledge_due_at": "CASE WHEN state <> 'held' THEN came + interval '1 hour' END",
    "acknowledged_at": "CASE WHEN state <> 'held' AND c < .9 THEN came + e * interval '66 minutes' END",
    "answer_due_at": "CASE WHEN awaits AND state <> 'held' THEN came + (1 + f * 96) * interval '1 hour' END",
    "first_answer_at": "CASE WHEN state IN ('answered', 'closed', 'waiting_for_customer')"
    " THEN came + f * f * least(age * {days}, 3) * interval '1 day' END",
    "first_answer_due_at": "CASE WHEN state <> 'held' THEN came + (1 + f * 96) * interval '1 hour' END",
    "promised_at": "CASE WHEN state IN ('open', 'waiting_for_customer') AND g < .3 THEN came + interval '2 days' END",
    "resolve_due_at": "CASE WHEN state <> 'held' THEN came + interval '10 days' END",
    "closed_at": "CASE state WHEN 'closed' THEN came + h * h * least(age * {days}, 20) * interval '1 day' END",
    "closed_by": "CASE state WHEN 'closed' THEN 'Sam Support' ELSE '' END",
    "anonymised_by": "''",
    "alike_id": "CASE WHEN f < .01 AND n > 100 THEN n - 50 END",
    "assignee_id": "CASE WHEN d < .3 THEN NULL ELSE (%(agents)s::bigint[])[1 + floor(h * h * {agents})::int] END",
    "component_id": "CASE WHEN b < .1 THEN NULL WHEN age > .9 AND a > .99 THEN %(old_part)s"
    " ELSE (%(parts)s::bigint[])[1 + floor(f * f * f * {parts})::int] END",
    "merged_into_id": "CASE WHEN state = 'closed' AND f > .98 AND n > 100 THEN n - 50 END",
    "region_id": "CASE WHEN a < .2 THEN NULL ELSE (%(regions)s::bigint[])[1 + floor(d * d * {regions})::int] END",
    "register_id": REGISTER,
}  # fmt: skip


def _letters(first: int, last: int) -> str:
    """Some letters of a reference as SQL: numbers are spread over all there are, none twice."""
    places = (
        f"substr('{ALPHABET}', (n::bigint * 7654321 / {30**place} %% 30)::int + 1, 1)" for place in range(first, last)
    )
    return " || ".join(places)


def word(language: str, rank: int) -> str:
    """The word of that rank, from 0, the most frequent."""
    if language == "ja":
        return chr(0x4E00 + rank // 70) + chr(0x3042 + rank % 70)
    return hashlib.md5(f"{language}{rank}".encode(), usedforsecurity=False).hexdigest().translate(_LETTERS)[:7]


_LETTERS = str.maketrans("0123456789", "ghijklmnop")
WORD = """
CASE language WHEN 'ja' THEN chr(x'4e00'::int + rank / 70) || chr(x'3042'::int + rank %% 70)
ELSE left(translate(md5(language || rank), '0123456789', 'ghijklmnop'), 7) END
"""


def furnish() -> User:
    """Reference data, the colleagues, and the bodies that conversations draw from; the colleague who looks."""
    feedback.registers()
    for number in range(50):
        catalogue.component(f"part-{number}", names={"fr": f"Partie {number}"})
    for slug in ("france", "japan", "australia", "north-america"):
        catalogue.region(slug)
    RegisterPolicy.objects.filter(pk__in=["idea"]).update(goes_to="Support agent")
    sam = accounts.user("Support agent", username="sam", first_name="Sam", last_name="Support")
    role = accounts.role("Support agent")
    for number in range(AGENTS - 1):
        User.objects.create(username=f"agent{number}", first_name=f"Agent {number}", is_staff=True).groups.add(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute(BODY, {"bodies": BODIES, "words": WORDS, "ranks": math.log(KNOWN)})
    return sam


BODY = f"""
CREATE UNLOGGED TABLE bench_body AS
SELECT language, number, string_agg(DISTINCT {WORD}, ' ') AS body
FROM (SELECT language, number, (floor(exp(random() * %(ranks)s)) - 1)::int AS rank
      FROM unnest(ARRAY['en', 'fr', 'ja']) AS language, generate_series(0, %(bodies)s - 1) AS number,
           generate_series(1, %(words)s) AS each) AS drawn
GROUP BY language, number
"""


def fill(since: int, to: int) -> None:
    """Conversations `since` to `to`, the newest last, each with its first message; the indexes are laid afterwards."""
    parts = list(Component.objects.exclude(slug__in=[OLD_PART]).order_by("pk").values_list("pk", flat=True))
    regions = list(Region.objects.order_by("pk").values_list("pk", flat=True))
    given = {
        "since": since,
        "to": to,
        "at": timezone.now(),
        "parts": parts,
        "old_part": Component.objects.get(slug=OLD_PART).pk,
        "regions": regions,
        "agents": list(User.objects.filter(is_staff=True).order_by("pk").values_list("pk", flat=True)),
    }
    columns = {name: sql.format(days=DAYS, agents=AGENTS, parts=len(parts), regions=len(regions))
               for name, sql in COLUMNS.items()}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'")
        cursor.execute("SET session_replication_role = replica")  # the database is spared to check what it made itself
        laid = _take_off(cursor) if to - since > 10_000 else []
        cursor.execute(THREADS.format(names=", ".join(columns), values=", ".join(columns.values())), given)
        cursor.execute(MESSAGES, given)
        cursor.execute(SURVEYS, given)
        cursor.execute(ESCALATIONS, given)
        for definition in laid:
            cursor.execute(definition)
        cursor.execute("RESET session_replication_role; RESET work_mem; RESET maintenance_work_mem")
        cursor.execute("VACUUM (ANALYZE) feedback_thread, feedback_message, feedback_survey, feedback_escalation")


def _take_off(cursor) -> list[str]:
    """Every index that no constraint stands on; what lays it again."""
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'feedback_thread' AND NOT EXISTS ("
                   "SELECT FROM pg_constraint WHERE conname = indexname)")  # fmt: skip
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    return [definition for _name, definition in found]


THREADS = f"""
WITH drawn AS MATERIALIZED ({DRAWN}),
stated AS MATERIALIZED (SELECT drawn.*, {STATE} AS state,
  CASE WHEN g < {SHARE["en"]} THEN 'en' WHEN g < {SHARE["fr"]} THEN 'fr' ELSE 'ja' END AS language,
  %(at)s::timestamptz - age * {DAYS} * interval '1 day' AS came,
  'F-' || {_letters(0, 4)} || '-' || {_letters(4, 8)} AS reference,
  state_of.awaits FROM drawn, LATERAL (SELECT a < .55 AND (age < .04 OR a < .006) AS awaits) AS state_of)
INSERT INTO feedback_thread ({{names}})
SELECT {{values}} FROM stated JOIN bench_body USING (language) WHERE number = n::bigint * 7919 %% {BODIES} ORDER BY n
"""
MESSAGES = """
INSERT INTO feedback_message (thread_id, kind, author, label, text, html, at, private_for, hidden_by, hidden_for,
                              hidden_because)
SELECT id, 'private', 'customer', name, subject, '', created_at, '', '', '', '' FROM feedback_thread
WHERE id BETWEEN %(since)s AND %(to)s
"""
SURVEYS = """
INSERT INTO feedback_survey (thread_id, kind, asked_at, score, words, told_at)
SELECT id, 'baseline', closed_at, 1 + id %% 5, '', closed_at FROM feedback_thread
WHERE closed_at IS NOT NULL AND id %% 10 = 0 AND id BETWEEN %(since)s AND %(to)s
"""
ESCALATIONS = """
INSERT INTO feedback_escalation (thread_id, clock, due_at, spans, told, told_at, told_by)
SELECT id, 'promise', created_at, 0, '[]', created_at, 'bench' FROM feedback_thread
WHERE id %% 33 = 0 AND id BETWEEN %(since)s AND %(to)s
"""
