"""A page for invited readers: absent everywhere else, opened by a signed link or by staff."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from core.actor import SYSTEM, Refused
from core.audit.models import AuditEvent
from core.web.errors import Conflict
from incidents.statuspages import actions, export, keys, queries, snapshot
from incidents.statuspages.front import Front
from incidents.statuspages.models import StatusPage
from tests.factories import accounts, catalogue
from tests.factories import statuspages as told
from tests.incidents.statuspages.test_front import Reader

pytestmark = pytest.mark.django_db
HOST = "partners.lumen.example"
PATHS = (
    "/", "/live.json", "/history/", "/history/2026-03/", "/history.atom", "/history.rss", "/calendar.ics", "/badge.svg",
    "/api/v2/summary.json", "/api/v2/components.json", "/subscribe/", "/fr/", "/nowhere/",
    "/widget.json", "/widget.js", "/embed/",
)  # fmt: skip


@pytest.fixture
def partners(busy, noon) -> StatusPage:
    """Names a hidden component and speaks to key customers."""
    vault = catalogue.component("vault", is_public=False)
    told.harm(busy, vault, "degraded_performance")
    vip = told.audience("key_customers")
    words = told.update(busy, "Playback still fails.", at=noon - timedelta(minutes=5), state="identified")
    words.variants.create(audience=vip, language="en", text="Your account manager calls you.")
    return told.regional(
        HOST,
        name="Lumen partners",
        components=[vault, catalogue.Component.objects.get(slug="playback")],
        visibility="private",
        audience=vip,
    )


@pytest.fixture
def stranger() -> Client:
    return Client(headers={"host": HOST})


@pytest.fixture
def guest(partners, stranger) -> Client:
    stranger.get(path_of(partners))
    return stranger


def path_of(page: StatusPage, until=None) -> str:
    return f"/private/{keys.make(page, until=until)}/"


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_finds_nothing_not_even_its_name(partners, stranger, path):
    answer = stranger.get(path)

    assert answer.status_code == 404
    assert "Lumen partners" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_link_becomes_a_cookie_and_opens_every_page_of_it(partners, stranger, time_machine, noon):
    time_machine.move_to(noon, tick=False)

    opened = stranger.get(path_of(partners))

    assert (opened.status_code, opened["Location"]) == (302, "/")
    cookie = opened.cookies["candor_page"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    home = stranger.get("/")
    words = home.content.decode()
    for said in ("Lumen partners", "Vault", "Your account manager calls you.", 'content="noindex, nofollow"'):
        assert said in words
    assert "Sign in" not in words
    assert "/subscribe/" not in words
    assert home["Cache-Control"] == "private, no-store"
    assert home["Referrer-Policy"] == "no-referrer"
    assert home["X-Robots-Tag"] == "noindex, nofollow"
    assert "Access-Control-Allow-Origin" not in stranger.get("/api/v2/summary.json")
    for path in ("/live.json", "/history/", "/history.atom", "/calendar.ics", "/badge.svg", "/api/v2/summary.json"):
        assert stranger.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/subscribe/", "/widget.json", "/embed/", "/fr/embed/"])
def test_it_is_neither_subscribed_to_nor_embedded(guest, path):
    assert guest.get(path).status_code == 404


def test_no_byte_of_it_is_in_what_the_public_gets(partners, noon, tmp_path, client):
    made = snapshot.build(sequence=3, at=noon, previous=None)
    export.put(tmp_path, made)
    files = b"\n".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    names = "\n".join(str(path) for path in tmp_path.rglob("*"))

    for word in ("Lumen partners", HOST, "Vault", "vault", "account manager", partners.public_id):
        assert word.encode() not in files
        assert word not in names
    assert {entry.statuspage for entry in made.entries} == {"", StatusPage.objects.get(is_default=True).public_id}
    assert HOST not in client.get("/api/v2/summary.json").content.decode()
    assert "Vault" not in client.get("/history.atom").content.decode()


def test_the_layer_in_front_leaves_its_host_to_django(partners, noon, snapshots):
    def django(environ, start_response):
        start_response("404 Not Found", [("X-Asked", "Django")])
        return [b""]

    actions.rebuild(at=noon)
    reader = Reader(Front(django, snapshots))

    for path in ("/", "/fr/", "/history.atom", "/api/v2/summary.json", "/static/core/public.css"):
        assert reader.get(path, host=HOST).headers["x-asked"] == "Django"
        assert reader.get(path, host=f"{HOST.upper()}:8443").headers["x-asked"] == "Django"
    assert reader.get("/").code == 200


def test_a_link_ends_at_its_end(partners, stranger, time_machine, noon):
    path = path_of(partners, until=noon + timedelta(days=1))
    time_machine.move_to(noon, tick=False)
    assert stranger.get(path).status_code == 302
    assert stranger.get("/").status_code == 200

    time_machine.move_to(noon + timedelta(days=1, seconds=1), tick=False)

    assert stranger.get("/").status_code == 404
    assert stranger.get(path).status_code == 404


def test_replacing_the_links_ends_links_and_visits(partners, guest, noon):
    old = path_of(partners)
    assert guest.get("/").status_code == 200

    actions.rotate_links(statuspage=partners, by=SYSTEM, at=noon)

    assert guest.get("/").status_code == 404
    assert guest.get(old).status_code == 404
    partners.refresh_from_db()
    assert guest.get(path_of(partners)).status_code == 302
    assert AuditEvent.objects.filter(kind="incidents.statuspage.links_rotated").count() == 1


def test_a_link_opens_only_its_own_page(partners, noon):
    other = told.regional("other.lumen.example", visibility="private")

    assert Client(headers={"host": other.host}).get(path_of(partners)).status_code == 404
    assert Client().get(path_of(partners)).status_code == 404


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t.replace("-1-", "-2-"), lambda t: "x", lambda t: "a-b.c"]
)
def test_a_changed_link_opens_nothing(partners, stranger, change):
    assert stranger.get(f"/private/{change(keys.make(partners, until=None))}/").status_code == 404


def test_staff_with_the_right_open_it_without_a_link(partners, stranger):
    stranger.force_login(accounts.user("Observer"))
    assert stranger.get("/").status_code == 200

    stranger.force_login(accounts.user())
    assert stranger.get("/").status_code == 404


def test_reading_writes_nothing(partners, stranger, django_assert_max_num_queries):
    with django_assert_max_num_queries(2) as asked:
        stranger.get(path_of(partners))
    with django_assert_max_num_queries(8) as read:
        stranger.get("/")

    assert all(query["sql"].lstrip("(").startswith("SELECT") for query in [*asked, *read])


def test_a_hidden_component_stays_hidden_where_nobody_named_it(partners, noon):
    everything = told.regional("all.lumen.example", visibility="private")
    public = told.regional("wrong.lumen.example", components=[catalogue.Component.objects.get(slug="vault")])
    source = queries.load(noon, private=everything)

    assert "Vault" not in [line.name.text for line in queries.page_from(source, everything, "en").components]
    assert queries.page_from(queries.load(noon), public, "en").components == ()


def test_making_a_link_is_told_and_needs_the_right(partners, noon, outsider):
    url, until = actions.make_link(statuspage=partners, valid_days=7, by=SYSTEM, at=noon)

    assert url.startswith(f"http://{HOST}")
    assert until == noon + timedelta(days=7)
    assert AuditEvent.objects.get(kind="incidents.statuspage.link_made").data["until"] == until.isoformat()
    with pytest.raises(Refused):
        actions.make_link(statuspage=partners, by=outsider, at=noon)
    with pytest.raises(Refused):
        actions.rotate_links(statuspage=partners, by=outsider, at=noon)
    with pytest.raises(Conflict):
        actions.make_link(statuspage=StatusPage.objects.get(is_default=True), by=SYSTEM, at=noon)


def test_a_private_page_is_never_the_default(partners, noon):
    with pytest.raises(Conflict):
        actions.make_default(statuspage=partners, by=SYSTEM, at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusPage.objects.filter(is_default=True).update(visibility="private")
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusPage.objects.filter(is_default=True).update(audience="key_customers")
