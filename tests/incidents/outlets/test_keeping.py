"""Accounts are entered, changed and tried; their secrets go in and never come out."""

import json

import pytest

from core.actor import Refused
from core.audit.models import AuditEvent
from core.delivery.models import Delivery
from core.delivery.states import State as DeliveryState
from core.web.errors import Invalid
from incidents.outlets import actions, tasks
from incidents.outlets.models import Outlet
from incidents.subscribers import defaults
from tests.core.delivery.adapters import gateway
from tests.factories import accounts
from tests.factories import outlets as make
from tests.factories import response as people

pytestmark = pytest.mark.django_db
URL = "/api/v1/outlets/"
HIDDEN = "hidden-in-the-address"


@pytest.fixture
def headers():
    return accounts.authorization("subscribers:write", "incidents:read", owner=accounts.user("Administrator"))


def test_a_test_message_arrives_marked_as_one_and_its_result_is_read(client, headers, mastodon, webhook_receiver, work):
    outlet = make.mastodon(webhook_receiver)

    answer = client.post(f"{URL}{outlet.pk}/test/", {}, "application/json", **headers)
    work("mastodon")
    after = client.get(f"{URL}{outlet.pk}/", **headers).json()

    assert answer.status_code == 202
    (status,) = mastodon.statuses.values()
    assert "test message" in status["status"]
    assert status["visibility"] == "direct"  # for the account's own eyes
    assert after["last_deliveries"][0]["state"] == DeliveryState.SENT
    assert after["last_deliveries"][0]["url"].startswith("https://social.example/")


def test_a_wrong_token_is_told_by_the_test(mastodon, webhook_receiver, work, noon):
    outlet = make.mastodon(webhook_receiver, secret="wrong-token")

    actions.test(outlet=outlet, by=make.administrator(), at=noon)
    work("mastodon")

    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.FAILED_PERMANENT
    assert "The access token is invalid" in delivery.last_reply


def test_no_door_tells_a_secret(client, admin_client, headers, webhook_receiver, work, noon):
    outlet = make.chat(webhook_receiver)
    actions.test(outlet=outlet, by=make.administrator(), at=noon)
    work("chat")
    page = f"/admin/incidents/outlet/{outlet.pk}/change/"

    told = [
        *[client.get(url, **headers).content.decode() for url in (URL, f"{URL}{outlet.pk}/", "/api/v1/deliveries/")],
        *[admin_client.get(url).content.decode() for url in (page, "/admin/incidents/outlet/", page + "?_popup=1")],
        json.dumps(list(AuditEvent.objects.values_list("data", flat=True))),
    ]

    assert all(HIDDEN not in text for text in told)
    assert all("127.0.0.1" in text for text in told[:2])


def test_a_reader_without_the_right_to_change_sees_no_field_for_the_secret(client, webhook_receiver):
    outlet = make.chat(webhook_receiver)
    client.force_login(accounts.user("Scribe"))

    page = client.get(f"/admin/incidents/outlet/{outlet.pk}/change/")

    assert page.status_code == 200
    assert HIDDEN not in page.content.decode()
    assert "id_secret" not in page.content.decode()


def test_a_new_address_needs_its_secret_again(mastodon, webhook_receiver, noon):
    outlet = make.mastodon(webhook_receiver)

    with pytest.raises(Invalid) as refused:
        actions.change(outlet=outlet, address=f"{webhook_receiver.url}/other", by=make.administrator(), at=noon)

    assert "secret" in refused.value.fields
    assert Outlet.objects.get().address == webhook_receiver.url


def test_what_is_not_given_stays(mastodon, webhook_receiver, noon):
    outlet = make.mastodon(webhook_receiver)

    actions.change(outlet=outlet, language="ja", secret="", by=make.administrator(), at=noon)

    kept = Outlet.objects.get()
    assert (kept.language, kept.secret, kept.address) == ("ja", make.TOKEN, webhook_receiver.url)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"channel": "mastodon", "address": "http://10.0.0.1/", "secret": "x"}, "address"),
        ({"channel": "mastodon", "address": "", "secret": "x"}, "address"),
        ({"channel": "chat", "secret": "http://169.254.169.254/latest"}, "secret"),
        ({"channel": "chat", "address": "no channel", "secret": "xoxb-1"}, "address"),
        ({"channel": "chat"}, "secret"),
        ({"channel": "apprise", "secret": "file:///etc/passwd"}, "secret"),
        ({"channel": "apprise", "secret": "dbus://"}, "secret"),
        ({"channel": "apprise", "secret": "syslog://"}, "secret"),
        ({"channel": "apprise", "secret": "json://10.0.0.1/x"}, "secret"),
        ({"channel": "apprise", "secret": "discord://1/a, tgram://2/b"}, "secret"),
        ({"channel": "sms", "address": "0612345678"}, "address"),
        ({"channel": "email", "address": "a@example.org"}, "channel"),
        ({"channel": "nowhere"}, "channel"),
    ],
)
def test_what_can_be_no_account_is_refused_by_field(settings, fields, wrong):
    settings.SMS = gateway("http://127.0.0.1:9")

    with pytest.raises(Invalid) as refused:
        make.outlet(**fields)

    assert wrong in refused.value.fields
    assert not Outlet.objects.exists()


@pytest.mark.parametrize("role", ["Communications lead", "Support agent", "Incident commander"])
def test_only_an_administrator_says_which_accounts_are_ours(client, role, webhook_receiver):
    headers = accounts.authorization("subscribers:write", owner=accounts.user(role))
    body = {"name": "Ours", "channel": "chat", "secret": webhook_receiver.url}

    assert client.post(URL, body, "application/json", **headers).status_code == 403
    assert not Outlet.objects.exists()


def test_the_communications_lead_may_try_and_silence_them(webhook_receiver, noon):
    outlet = make.chat(webhook_receiver)
    lead = people.actor("Lena Lead", "Communications lead")

    actions.test(outlet=outlet, by=lead, at=noon)
    actions.pause(outlet=outlet, reason="spam wave", by=lead, at=noon)

    with pytest.raises(Refused):
        actions.resume(outlet=outlet, by=people.actor("Sam Support", "Support agent"), at=noon)


def test_a_server_says_how_much_one_message_may_hold(mastodon, webhook_receiver):
    mastodon.limit = 1000
    outlet = make.mastodon(webhook_receiver)

    tasks.learn(outlet.pk)

    outlet.refresh_from_db()
    assert outlet.limit == 1000


def test_an_administrator_enters_tries_and_deletes_one_in_the_staff_pages(admin_client, webhook_receiver, work):
    defaults.seed(make.NOON)
    form = {"name": "Ops room", "channel": "chat", "address": "", "secret": f"{webhook_receiver.url}/services/{HIDDEN}"}
    form |= {"reader": "everybody", "language": "fr", "audience": "general", "kinds": ["incident"]}

    made = admin_client.post("/admin/incidents/outlet/add/", form)
    outlet = Outlet.objects.get()
    pressed = admin_client.post(f"/admin/incidents/outlet/{outlet.pk}/do/test/", {"confirm": "1"})
    work("chat")
    page = admin_client.get(f"/admin/incidents/outlet/{outlet.pk}/change/").content.decode()

    assert (made.status_code, pressed.status_code) == (302, 302)
    assert (outlet.language, outlet.kinds, outlet.all_components) == ("fr", ("incident",), True)
    assert len(webhook_receiver.calls) == 1
    assert "Sent" in page
    admin_client.post(f"/admin/incidents/outlet/{outlet.pk}/delete/", {"post": "yes"})
    assert not Outlet.objects.exists()
    assert AuditEvent.objects.filter(kind="incidents.outlet.removed").exists()


def test_a_mistake_in_the_form_is_said_beside_its_field(admin_client):
    defaults.seed(make.NOON)
    form = {"name": "Social", "channel": "mastodon", "address": "http://10.0.0.1", "secret": "t"}
    form |= {"language": "en", "audience": "general", "kinds": ["incident"]}

    page = admin_client.post("/admin/incidents/outlet/add/", form)

    assert page.status_code == 200
    assert "address" in page.context["adminform"].form.errors


def test_a_room_of_staff_is_entered_as_one_tried_and_never_turned_public(client, headers, webhook_receiver, work):
    secret = f"{webhook_receiver.url}/services/T/B/{HIDDEN}"
    given = {"name": "War room", "channel": "chat", "secret": secret, "reader": "staff"}
    defaults.seed(people.NOON)

    made = client.post(URL, given, "application/json", **headers)
    pk = made.json()["id"]
    turned = client.patch(f"{URL}{pk}/", {"reader": "everybody"}, "application/json", **headers)
    tried = client.post(f"{URL}{pk}/test/", {}, "application/json", **headers)
    work("chat")

    assert (made.status_code, made.json()["reader"]) == (201, "staff")
    assert turned.status_code == 400
    assert tried.status_code == 202
    assert "test message" in json.loads(webhook_receiver.calls[-1].body)["text"]
    assert [row["id"] for row in client.get(f"{URL}?reader=staff", **headers).json()["results"]] == [pk]


def test_staff_are_not_spoken_to_where_everybody_reads_along(client, headers, mastodon, webhook_receiver):
    defaults.seed(people.NOON)
    given = {"name": "Wall", "channel": "mastodon", "address": webhook_receiver.url, "secret": "t", "reader": "staff"}

    answer = client.post(URL, given, "application/json", **headers)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["reader"]
    assert not Outlet.objects.exists()


def test_the_form_says_whom_a_room_is_for(client, webhook_receiver):
    client.force_login(accounts.user("Administrator"))
    people.actor("Ada Admin", "Administrator")
    defaults.seed(people.NOON)
    given = {"channel": "chat", "secret": f"{webhook_receiver.url}/services/x", "language": "en"}
    given |= {"audience": "general", "kinds": ["incident"], "reader": "staff"}

    refused = client.post("/admin/incidents/outlet/add/", {**given, "name": "Wall", "channel": "sms"})
    made = client.post("/admin/incidents/outlet/add/", {**given, "name": "War room"})
    outlet = Outlet.objects.get()
    page = client.get(f"/admin/incidents/outlet/{outlet.pk}/change/").content.decode()

    assert refused.status_code == 200
    assert made.status_code == 302
    assert (outlet.name, outlet.reader) == ("War room", "staff")
    assert "Our own staff only" in page
    assert 'name="reader"' not in page
