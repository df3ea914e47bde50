"""The scripted incident through the API alone: declared, asked about, told, promised, ended, and nobody named."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys import supplier
from tests.journeys.house import until
from tests.journeys.supplier import SCOPES, SUPPLIER, SYMPTOMS, TECHNICAL, TITLES, WORKAROUNDS, leaks

pytestmark = [pytest.mark.crash]
COMMANDER = ("incidents:read", "incidents:write")
LEAD = (*COMMANDER, "updates:publish")


@pytest.fixture
def stage(tmp_path, smtp_server, webhook_receiver):
    with supplier.stage(tmp_path, smtp_server, webhook_receiver) as running:
        yield running


class Person:
    """One of the two, with a token of their own."""

    def __init__(self, stage, name, *scopes):
        self.stage, self.token = stage, stage.token(name, *scopes)

    def post(self, path, **body):
        return self.stage.post(f"/api/v1/{path}", self.token, body)

    def get(self, path):
        return self.stage.ask(f"/api/v1/{path}", self.token)


def test_a_suppliers_failure_is_told_by_the_api_without_its_name(stage):
    noor, camille = Person(stage, "noor", *COMMANDER), Person(stage, "camille", *LEAD)
    began = time.monotonic()
    incident = declare(noor)
    path = f"incidents/{incident['reference']}"
    run = noor.post(f"{path}/runs/", playbook="third-party")
    noor.post(f"{path}/runs/{run['id']}/answer/", node="q1", answer="yes")
    noor.post(f"{path}/call-role/", role="communications_lead", user="camille")
    camille.post(f"{path}/take-over/", role="communications_lead")
    due = (timezone.now() + timedelta(minutes=20)).isoformat()
    noor.post(f"{path}/facts/scope/ask/", user="camille", due_at=due, note=f"Does {SUPPLIER} know? ファーレーンは？")
    answer(noor, path, "impact_started_at", value={"at": (timezone.now() - timedelta(minutes=4)).isoformat()})
    answer(camille, path, "symptom", state="estimated", texts=SYMPTOMS)
    answer(noor, path, "third_party", value={"name": SUPPLIER})
    say(camille, incident, "holding.general", technical=True)
    told(stage, mails=4)

    assert time.monotonic() - began < 180
    assert SUPPLIER in stage.read("/"), "the page may name it"

    answer(camille, path, "scope", state="estimated", texts=SCOPES)
    answer(camille, path, "workaround", state="estimated", texts=WORKAROUNDS)
    say(camille, incident, "scope.general")
    told(stage, mails=8)
    for slug in ("france", "japan"):
        noor.post(f"{path}/recover/", component="playback", region=slug)
    say(camille, incident, "monitoring.general")
    answer(noor, path, "recovered_evidence", value={"text": "Plays succeed in both regions."})
    say(camille, incident, "resolved.general")
    told(stage, mails=16)

    until(lambda: len(letters(stage)) >= 2, 30)  # called, and asked
    assert leaks(stage.outbound()) == {}
    assert leaks(stage.feeds()) == {}
    ledger = camille.get(f"promises/{incident['reference']}/")
    assert (ledger["kept"], ledger["missed"]) == (4, 0), "the first word, and each next update"
    assert camille.get(f"{path}/")["state"] == "resolved"


def letters(stage):
    """To our own people; a title or a note they typed may name the supplier."""
    return [each for each in stage.mailbox.received if each.to.endswith("@staff.example.com")]


def declare(noor):
    """By a title that names the supplier: it may, on the page and behind the login."""
    titles = {"fr": f"{SUPPLIER} : {TITLES['fr']}", "ja": f"ファーレーン：{TITLES['ja']}"}
    return noor.post(
        "incidents/", title=f"{SUPPLIER}: {TITLES['en']}", titles=titles, severity=4, impacts=supplier.impacts()
    )


def answer(who, path, key, *, state="confirmed", **given):
    who.post(f"{path}/facts/{key}/answer/", state=state, **given)


def say(camille, incident, template, *, technical=False):
    """Approved words, published as they are; once with a text for those who want detail, which names the supplier."""
    update = camille.post(f"message-templates/{template}/use/", incident=incident["reference"])["update"]
    if technical:
        draft = camille.get(f"updates/{update}/")
        kept = [
            {name: text[name] for name in ("audience", "channel_kind", "language", "subject", "text")}
            for text in draft["texts"]
        ]
        more = [{"audience": "technical", "language": language, "text": text} for language, text in TECHNICAL.items()]
        camille.stage.ask(
            f"/api/v1/updates/{update}/", camille.token, "PATCH", version=draft["version"], texts=kept + more
        )
    return camille.post(f"updates/{update}/publish/")


def told(stage, *, mails):
    """Everyone has had every message so far: mail, SMS, chat, the social network, the webhook."""

    def came():
        customers = [each for each in stage.mailbox.received if each.to in supplier.READERS]
        paths = {call.path for call in stage.hooks.calls}
        return len(customers) == mails and {"/hook", "/chat", "/sms"} <= paths and stage.social.calls

    until(came, 30)
