"""First light: declared through the API, said in the room of a real browser, and everyone is told."""

import json
import time

import pytest
from standardwebhooks import Webhook

from tests.browser.conftest import DESKTOP
from tests.factories.communication import WORDS
from tests.journeys.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.crash]
PASSWORD = "correct horse battery staple"
PEOPLE = f"""
from django.contrib.auth.models import Group
from django.utils import timezone
from core.accounts.models import User
from core.actor import SYSTEM
from incidents.catalogue.models import Component, Region, Service
from incidents.subscribers import actions
for name, role in (("noor", "Incident commander"), ("camille", "Communications lead")):
    user = User.objects.create_user(name, password="{PASSWORD}", is_staff=True, first_name=name.title())
    user.groups.add(Group.objects.get(name=role))
service = Service.objects.create(slug="watching", name="Watching")
playback = Component.objects.create(slug="playback", name="Playback", service=service)
playback.translations.create(language="fr", name="Lecture")
playback.translations.create(language="ja", name="再生")
Region.objects.create(slug="france", name="France")
at = timezone.now()
for language in ("en", "fr", "ja"):
    actions.add(channel="email", address=f"{{language}}@example.com", language=language, by=SYSTEM, at=at)
"""
HOOK = """
from django.utils import timezone
from core.actor import SYSTEM
from incidents.subscribers import actions
hook = actions.add(channel="webhook", address="{url}/hook", contact="ops@example.com", by=SYSTEM, at=timezone.now())
print(hook.secrets[0]["secret"] if isinstance(hook.secrets[0], dict) else hook.secrets[0])
"""


@pytest.fixture
def house(tmp_path, smtp_server, webhook_receiver):
    mail = f"smtp://127.0.0.1:{smtp_server.port}"
    receiver = f"127.0.0.1:{webhook_receiver.port}"
    with House(tmp_path, EMAIL_URL=mail, OUTBOUND_ALLOW=receiver) as running:
        running.shell(PEOPLE)
        yield running


def say(page, house, title):
    """As the communications lead: sign in, take over, write in three languages, publish. When it was pressed."""
    page.goto(f"{house.url}/admin/login/")
    page.fill("[name=username]", "camille")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    page.get_by_role("link", name=title, exact=True).click()
    page.wait_for_url("**/room/")
    page.locator("form:has([value=communications_lead]) button", has_text="Take over").first.click()
    page.wait_for_load_state()
    for number, language in enumerate(WORDS, start=1):
        page.keyboard.press(f"Alt+{number}")
        page.keyboard.press("Alt+e")
        page.keyboard.type(WORDS[language])
    page.get_by_text("Draft saved").first.wait_for()
    page.keyboard.press("Alt+p")
    pressed = time.monotonic()
    page.keyboard.press("Enter")
    page.get_by_text("Published.").first.wait_for()
    return pressed


def test_declared_by_api_published_in_the_room_and_everyone_is_told(house, chromium, smtp_server, webhook_receiver):
    secret = house.shell(HOOK.format(url=webhook_receiver.url)).splitlines()[-1]
    token = house.manage("create_token", "--name=t", "--owner=noor", "--scope=incidents:write").split()[-1]
    incident = house.post(
        "/api/v1/incidents/",
        token,
        {
            "title": "Playback fails in France",
            "titles": {"fr": "La lecture échoue en France", "ja": "フランスで再生できません"},
            "severity": 4,
            "impacts": [{"component": "playback", "status": "major_outage", "region": "france"}],
        },
    )
    assert "Playback fails" not in house.read("/"), "nothing is public before it is published"
    smtp_server.received.clear()

    context = chromium.new_context(viewport=DESKTOP)
    context.set_default_timeout(15_000)
    pressed = say(context.new_page(), house, incident["title"])
    seen = [("/", WORDS["en"]), ("/fr/", WORDS["fr"]), ("/ja/", WORDS["ja"]), ("/history.atom", WORDS["en"])]
    seen.append(("/api/v2/summary.json", "Playback fails for some customers"))
    for path, words in seen:
        until(lambda path=path, words=words: words in house.read(path), 5)
    on_the_page = time.monotonic() - pressed
    until(lambda: len(smtp_server.received) >= 3 and webhook_receiver.calls, 20)
    context.close()

    assert on_the_page < 2, f"page, feed and JSON changed after {on_the_page:.1f} s"
    told = {each.to: each.message for each in smtp_server.received if each.to != "ops@example.com"}
    assert {to: mail["Content-Language"] for to, mail in told.items()} == {
        f"{language}@example.com": language for language in WORDS
    }
    for language, words in WORDS.items():
        body = told[f"{language}@example.com"].get_body(("plain",)).get_content()
        assert words in " ".join(body.split()) or words in body.replace("\n", "")
    call = next(call for call in webhook_receiver.calls if json.loads(call.body).get("incident"))
    assert Webhook(secret).verify(call.body, call.headers)["incident"]["name"] == "Playback fails in France"
