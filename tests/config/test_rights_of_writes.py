"""V01, the writes: every role presses every button of the API with a body that is right. It is refused for want of a
right and for nothing else; whoever holds the right is let through. A write that stands in no table here fails.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from rest_framework.test import APIClient

from config.roles import ROLES, SCOPES
from core.web.crud import WrittenViewSet
from feedback.loop.models import ClosingRun
from incidents.message_templates import defaults as templates
from incidents.playbooks import document, yamlfile
from incidents.response import actions as response
from incidents.response.models import Incident
from incidents.subscribers import defaults as audiences
from tests.config import test_rights_table as table
from tests.factories import accounts, feedback, mails, outlets, playbooks, statuspages
from tests.factories import response as people

pytestmark = pytest.mark.django_db
_world = table._world
LET_THROUGH = {200, 201, 202, 204, 409}  # 409: the right was there, the row's state was not
NOBODY = ("no right alone",)  # a role in this very incident is needed, or a person's own session
EVERYBODY: tuple[str, ...] = ()
DRAFT, DECLARE, RESPOND = (f"incidents.{each}" for each in ("draft_update", "declare_incident", "respond_incident"))
COMMAND, DECIDE = "incidents.command_incident", "incidents.decide_proposal"
OPERATE, USE = "core.redrive_delivery", "incidents.use_outlet"
PLAN, PLAN_OUT = "incidents.draft_playbook", "incidents.publish_playbook"
WRITE, APPROVE = "incidents.draft_template", "incidents.approve_template"
SIGN = "incidents.sign_update"
TRIAGE, ANSWER = "feedback.triage_thread", "feedback.answer_thread"
CHANGE, SERVE = "incidents.change_subscriber", "incidents.change_statuspage"
# Resource and move (or verb) → the rights needed. Plain reference data asks add, change or delete of its model.
NEEDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("users POST", "users PATCH", "tokens POST", "tokens revoke"), NOBODY),
    **dict.fromkeys(("updates publish", "updates correct", "updates touch", "updates withdraw"), NOBODY),
    **dict.fromkeys(("severity-levels suggest", "playbooks check", "wording check"), EVERYBODY),
    "alert-proposals accept": (DECIDE, DECLARE),
    **dict.fromkeys(("alert-proposals attach", "alert-proposals dismiss"), (DECIDE,)),
    "feedback-sources POST": ("feedback.add_feedbacksource",),
    "feedback-sources PATCH": ("feedback.change_feedbacksource",),
    "feedback-sources DELETE": ("feedback.delete_feedbacksource",),
    **{
        f"feedback-sources {each}": ("feedback.add_feedbacksource",)
        for each in ("rotate-key", "rotate-secret", "rotate-reply-secret", "drop-secret")
    },
    "mails-received read-again": (TRIAGE,),
    "alert-sources POST": ("incidents.add_alertsource",),
    "alert-sources PATCH": ("incidents.change_alertsource",),
    "alert-sources DELETE": ("incidents.delete_alertsource",),
    "alert-sources rotate-key": ("incidents.add_alertsource",),
    **dict.fromkeys(("alert-sources rotate-secret", "alert-sources drop-secret"), ("incidents.add_alertsource",)),
    **dict.fromkeys(("updates POST", "updates PATCH", "updates discard", "updates prepare-correction"), (DRAFT,)),
    "updates ask-signatures": (DRAFT,),
    **dict.fromkeys(("updates object", "signatures sign", "signatures refuse"), (SIGN,)),
    **dict.fromkeys(("broadcasts cancel", "broadcasts redrive"), (OPERATE,)),
    "imports statuspage": ("incidents.add_component", COMMAND),
    **{f"playbooks {each}": (PLAN,) for each in ("POST", "PATCH", "begin-draft", "discard-draft", "save-draft")},
    **dict.fromkeys(("playbooks import", "playbook-versions copy"), (PLAN,)),
    **dict.fromkeys(("playbooks publish", "playbooks retire"), (PLAN_OUT,)),
    **{f"message-templates {each}": (WRITE,) for each in ("POST", "submit", "write")},
    "message-templates use": (DRAFT,),
    **{f"message-templates {each}": (APPROVE,) for each in ("approve", "retire", "send-back")},
    "outlets POST": ("incidents.add_outlet",),
    "outlets PATCH": ("incidents.change_outlet",),
    "outlets DELETE": ("incidents.delete_outlet",),
    **{f"outlets {each}": (USE,) for each in ("pause", "resume", "test")},
    **dict.fromkeys(("incidents POST", "incidents note"), (DECLARE,)),
    "incidents close": (COMMAND,),
    **{
        f"incidents {each}": (RESPOND,)
        for each in (
            *("acknowledge", "assign", "automate", "call-role", "cancel-maintenance", "classify", "hand-over", "merge"),
            *("progress", "recover", "release", "rename", "reopen", "reschedule", "resolve", "set-impact"),
            *("set-milestone", "take-over", "withdraw-call"),
        )
    },
    **{f"status-pages {each}": (SERVE,) for each in ("make-default", "make-link", "rotate-links")},
    **{f"threads {each}": (TRIAGE,) for each in ("POST", "assign", "hold", "note", "release", "show", "triage")},
    **{f"thread-links {each}": (TRIAGE,) for each in ("link", "unlink")},
    **{f"closing-runs {each}": (ANSWER,) for each in ("POST", "write")},
    **{f"closing-runs {each}": NOBODY for each in ("retry", "start")},
    **{f"threads {each}": (TRIAGE,) for each in ("merge", "relate", "unmerge")},
    **{f"personal-data {each}": ("feedback.anonymise_thread",) for each in ("anonymise", "export", "find")},
    **{f"community-messages {each}": (ANSWER,) for each in ("accept", "unaccept", "thank", "highlight", "unhighlight")},
    **dict.fromkeys(("community-messages hide", "community-messages unhide"), ("feedback.moderate_thread",)),
    **dict.fromkeys(("community-posts release", "community-posts keep-back"), (TRIAGE,)),
    **dict.fromkeys(("community-messages take-private", "community-messages uncover"), (TRIAGE,)),
    "crisis-calls confirm": ("feedback.take_crisiscall",),
    "crisis-calls declare": (DECLARE, TRIAGE),
    "business-calendars add-holidays": ("feedback.add_holiday",),
    **{f"threads {each}": (ANSWER,) for each in ("close", "messages", "reopen")},
    "reply-drafts POST": (ANSWER,),
    **dict.fromkeys(("canned-replies POST", "canned-replies write"), ("feedback.draft_cannedreply",)),
    **dict.fromkeys(("canned-replies approve", "canned-replies retire"), ("feedback.approve_cannedreply",)),
    "canned-replies fill": (ANSWER,),
    "subscribers POST": ("incidents.add_subscriber",),
    **{
        f"subscribers {each}": (CHANGE,)
        for each in (
            *("PATCH", "confirm", "import", "ping", "quarantine", "reactivate", "renew-links", "resend"),
            *("rotate-secret", "unsubscribe"),
        )
    },
}  # fmt: skip
# Nobody but the called may decline: where nobody is called, there is no right to ask for.
STATE_FIRST = {"incidents decline-call"}
# The planned window of an incident that is not planned: told as a fault of the request, to who may change it.
UNFIT = {"incidents cancel-maintenance", "incidents reschedule", "incidents automate"}


def _another(incident: Incident) -> Incident:
    """One more of its kind, to merge it into."""
    return response.declare(title="Another", by=people.actor(), at=incident.declared_at)


@pytest.fixture
def bodies(_world, webhook_receiver) -> dict[str, dict[str, Any]]:
    """What each write is sent; nothing where it takes nothing."""
    now = timezone.now()
    audiences.seed(now)
    templates.seed(now)
    statuspages.statuspage()
    playbooks.playbook()
    outlets.mastodon(webhook_receiver)
    wrote_twice = [feedback.thread(at=now) for _again in range(2)][1].reference
    feedback.canned()
    feedback.source()
    mails.read(mails.raw(sender="status@localhost"))
    prepared = {"en": {"title": "Hello", "text": "Hello {name}"}}
    target = accounts.user("Incident commander", username="target").username
    feedback.registers()
    calendar = feedback.calendar().pk
    feedback.ladder()
    feedback.crisis_call(email="")
    first = Incident.objects.order_by("pk").first()
    incident, other = first.reference, _another(first).reference
    ClosingRun.objects.create(incident=first, resolved_at=now, drafted_at=now, drafted_by="Sam Support")
    earlier = first.declared_at - timedelta(minutes=1)
    texts = [{"language": "en", "text": "Playback fails. We are sorry."}]
    window = {"scheduled_for": now + timedelta(hours=1), "scheduled_until": now + timedelta(hours=2)}
    window = {name: moment.isoformat() for name, moment in window.items()}
    named = {"name": "New", "slug": "new"}
    because = {"reason": "Because."}
    series = {"title": "Weekly work", "rule": "FREQ=WEEKLY", "first_on": "2030-01-01", "clock": "10:00"}
    series |= {"duration_minutes": 60, "components": ["playback-1"]}
    sound = {"nodes": playbooks.nodes()}
    words = {"texts": {"en": "{functions} fails."}}
    return {
        **dict.fromkeys(("services POST", "regions POST", "component-groups POST", "audiences POST"), named),
        "third-parties POST": {"name": "New"},
        "components POST": {**named, "service": "streaming"},
        "alert-sources POST": {**named, "format": "grafana"},
        "feedback-sources POST": named,
        "checklist-items POST": {"key": "own", "label": "Own"},
        "reminder-steps POST": {"minutes": 77, "roles": ["commander"]},
        "status-pages POST": {"name": "New", "host": "new.example"},
        "maintenance-series POST": series,
        "alert-proposals attach": {"incident": incident},
        **dict.fromkeys(("alert-proposals dismiss", "outlets pause", "subscribers confirm"), because),
        **dict.fromkeys(("subscribers quarantine", "updates object", "signatures refuse"), because),
        "updates POST": {"incident": incident, "incident_state": "investigating", "phase": "holding", "texts": texts},
        "updates PATCH": {"version": 1, "notify": False},
        "updates correct": {"texts": texts},
        "updates prepare-correction": {"key": "symptom"},
        "updates touch": {"incident": incident},
        "imports statuspage": {"export": {"page": {"id": "x", "name": "x"}, "incidents": []}},
        "playbooks POST": {"slug": "new", "title": {"en": "New"}, **sound},
        "playbooks save-draft": {"revision": 1, **sound},
        "playbooks import": {"yaml": yamlfile.dump(document.read(playbooks.data("imported")))},
        "playbook-versions copy": {"slug": "copied"},
        "message-templates POST": {"key": "a.b", "phase": "scope", "audience": "general", **words},
        "message-templates write": words,
        "message-templates use": {"incident": incident},
        "message-templates send-back": because,
        "outlets POST": {"channel": "mastodon", "name": "New", "address": webhook_receiver.url, "secret": "x"},
        "subscribers POST": {"channel": "email", "address": "new@example.org"},
        "subscribers import": {"text": "channel,address\nemail,x@example.org\n"},
        **{f"personal-data {each}": {"who": "ana@example.org"} for each in ("export", "find")},
        "personal-data anonymise": {"who": "ana@example.org", "threads": 3},
        "business-calendars POST": {"name": "Shop", "week": ["09:00-17:00"] * 7},
        "business-calendars add-holidays": {"country": "FR", "year": 2027},
        "holidays POST": {"calendar": calendar, "on": "2030-01-02"},
        "escalation-steps POST": {"clock": "answer", "spans": 9, "tells": ["team"]},
        "reply-drafts POST": {"thread": wrote_twice, "text": "We are"},
        "canned-replies POST": {"key": "a.b", "texts": prepared},
        "canned-replies write": {"texts": prepared},
        "canned-replies fill": {"thread": wrote_twice},
        "routing-rules POST": {"name": "New", "words": "refund", "hold": True},
        "community-messages hide": {"reason": "fraud", "because": "It asks for passwords."},
        "community-messages take-private": {"because": "A street."},
        "community-posts keep-back": {"reason": "An advertisement."},
        "threads POST": {"text": "It stops.", "language": "en"},
        **{f"thread-links {each}": {"incident": incident, "threads": [wrote_twice]} for each in ("link", "unlink")},
        "closing-runs POST": {"incident": incident},
        "closing-runs write": {"language": "en", "text": "It works again."},
        "threads assign": {"to": target},
        "threads merge": {"into": wrote_twice},
        "threads relate": {"to": wrote_twice},
        "threads show": {"visibility": "public"},
        **{f"threads {each}": {"text": "It stops."} for each in ("messages", "note")},
        "severity-levels suggest": {"answers": {}},
        "wording check": {"language": "en", "text": "Playback fails."},
        "users POST": {"username": "new"},
        "tokens POST": {"name": "new", "scopes": ["incidents:read"]},
        "incidents POST": {"title": "Playback fails"},
        **{f"incidents {each}": {"role": "scribe"} for each in ("call-role", "decline-call", "release")},
        **{f"incidents {each}": {"role": "scribe"} for each in ("take-over", "withdraw-call")},
        "incidents assign": {"role": "scribe", "user": target},
        "incidents hand-over": {"role": "scribe", "to": target, "note": "Yours."},
        **{f"incidents {each}": because for each in ("cancel-maintenance", "reopen")},
        "incidents automate": {"auto": True},
        "incidents classify": {"level": 3, **because},
        "incidents close": {"reason": "false_alarm"},
        "incidents merge": {"into": other},
        "incidents note": {"text": "Seen."},
        "incidents progress": {"to": "identified"},
        "incidents recover": {"component": "playback-1"},
        "incidents rename": {"title": "Playback fails in France"},
        "incidents reschedule": {**window, **because},
        "incidents resolve": {"summary": "It works."},
        "incidents set-impact": {"component": "playback-1", "status": "partial_outage"},
        "incidents set-milestone": {"name": "detected_at", "to": earlier.isoformat(), **because},
    }


def presses() -> Iterator[tuple[str, str, str, type]]:
    """(key of the tables, method, address, view) of every write there is."""
    for prefix, view in table.flat():
        for method, address in table.writes(prefix, view):
            tail = address.removeprefix("/api/v1/").strip("/").split("/")
            is_move = method == "post" and len(tail) > 1
            yield f"{prefix} {tail[-1] if is_move else method.upper()}", method, address, view


def needed(key: str, view: type) -> tuple[str, ...] | None:
    """The rights for `key`; None where no table knows."""
    verb = {"POST": "add", "PATCH": "change", "DELETE": "delete"}.get(key.rpartition(" ")[2])
    if key in NEEDS or verb is None or not issubclass(view, WrittenViewSet):
        return NEEDS.get(key)
    options = view.queryset.model._meta
    return (f"{options.app_label}.{verb}_{options.model_name}",)


@pytest.mark.parametrize("role", ROLES)
def test_v01_a_role_writes_what_its_rights_open_and_nothing_else(role, bodies):
    held, client = ROLES[role], APIClient()
    client.credentials(**accounts.authorization(*SCOPES, owner=accounts.user(role)))
    surprises = []
    for key, method, address, view in presses():
        with transaction.atomic():
            found = getattr(client, method)(address, bodies.get(key, {}), format="json").status_code
            transaction.set_rollback(True)
        rights = needed(key, view)
        if key in STATE_FIRST:
            fine = found == 409
        elif rights is None or not held.issuperset(rights):
            fine = found == 403
        else:
            fine = found in LET_THROUGH or (key in UNFIT and found == 400)
        surprises += [f"{key}: {found}, needs {rights}"] if not fine else []

    assert surprises == []


def test_v01_every_write_stands_in_a_table_and_every_line_is_a_write(bodies):
    accounts.authorization(*SCOPES, owner=accounts.user())  # a token, which can be revoked
    found = {key: view for key, _method, _address, view in presses()}

    assert [key for key, view in found.items() if needed(key, view) is None and key not in STATE_FIRST] == []
    assert (set(NEEDS) | STATE_FIRST | UNFIT | set(bodies)) - set(found) == set()
