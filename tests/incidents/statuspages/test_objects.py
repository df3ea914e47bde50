"""The export in an object store over real HTTP: same guarantees as the folder, and a store that fails harms nobody."""

import json
import threading
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from config import env
from core.delivery.models import Beat
from incidents.statuspages import actions, bucket, export, objects, snapshot, tasks
from incidents.statuspages.bundle import Bundle, entry
from incidents.statuspages.models import Publication
from tests.buckets import BUCKET, KEYS, PREFIX, Shop, serving

pytestmark = pytest.mark.django_db
OURS = {"sequence.json", ".candor.json"}


@pytest.fixture
def shop(monkeypatch):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    objects.open_store.cache_clear()
    with serving(Shop()) as shop:
        yield shop


@pytest.fixture
def store(shop):
    return objects.open_store(shop.url)


@pytest.fixture
def exported(settings, shop):
    settings.EXPORT_URL = shop.url
    return shop


def made(sequence, noon, *paths, body=b"words", css=b"a{}", asset="/static/core/public.css"):
    entries = [entry("one", "en", path, "text/html; charset=utf-8", body, max_age=2) for path in ("/", *paths)]
    entries.append(entry("", "", asset, "text/css; charset=utf-8", css, max_age=31_536_000))
    return Bundle(sequence, noon, {"": "one"}, {"one": "en"}, tuple(entries))


def lying(shop) -> int:
    return json.loads(shop.body("sequence.json"))["sequence"]


def test_every_answer_lies_there_with_its_type_and_its_age(busy, noon, shop, store):
    built = snapshot.build(sequence=4, at=noon, previous=None)

    outcome = bucket.put(store, built, at=noon)

    expected = {name: each for each in built.entries for name in export.names(built, each)}
    assert shop.names() == {*expected, *OURS}
    assert outcome.written == len(expected)
    for name, each in expected.items():
        assert shop.body(name) == each.plain
        assert shop.read(name)["ContentType"] == each.kind
    page = shop.read("fr/index.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=2")
    assert json.loads(shop.body("sequence.json")) == {"sequence": 4, "generated_at": noon.isoformat()}


def test_stylesheets_come_first_and_the_sequence_last(store, shop, noon):
    bucket.put(store, made(1, noon, "/a/", "/b/"), at=noon)

    pages = [name for name in shop.writes if name.endswith(".html")]
    assert shop.writes.index("PUT static/core/public.css") < min(shop.writes.index(page) for page in pages)
    assert shop.writes[-2:] == ["PUT sequence.json", "DELETE .candor.lock"]


def test_only_what_has_changed_is_written_and_what_is_gone_goes(store, shop, noon):
    bucket.put(store, made(1, noon, "/a/", "/b/"), at=noon)
    shop.client.put_object(Bucket=BUCKET, Key=f"{PREFIX}/robots.txt", Body=b"mine")
    shop.writes.clear()

    outcome = bucket.put(store, made(2, noon, "/a/"), at=noon)

    assert (outcome.written, outcome.removed) == (0, 2)
    assert {name for name in shop.writes if name.startswith("DELETE") and "lock" not in name} == {
        "DELETE b/index.html",
        "DELETE en/b/index.html",
    }
    assert shop.body("robots.txt") == b"mine"
    assert lying(shop) == 2


def test_a_stylesheet_outlives_the_pages_that_name_it_by_one_run(store, shop, noon):
    bucket.put(store, made(1, noon, asset="/static/core/public.old.css"), at=noon)
    bucket.put(store, made(2, noon, asset="/static/core/public.new.css"), at=noon)
    assert {"static/core/public.old.css", "static/core/public.new.css"} <= shop.names()

    bucket.put(store, made(3, noon, asset="/static/core/public.new.css"), at=noon)
    assert "static/core/public.old.css" not in shop.names()


def test_a_higher_sequence_is_never_overwritten(store, shop, noon):
    bucket.put(store, made(7, noon, body=b"new"), at=noon)
    shop.writes.clear()

    assert bucket.put(store, made(6, noon, body=b"old"), at=noon, afresh=True).higher == 7
    assert bucket.put(store, made(7, noon, body=b"old"), at=noon).written == 0

    assert shop.writes == []
    assert shop.body("index.html") == b"new"


def test_of_two_writers_the_later_sequence_stays(store, shop, noon):
    """The slow one holds the store; the other comes back when it is free, and finds its way."""
    slow, go_on = threading.Event(), threading.Event()

    def hold(method, name, environ):
        if method == "PUT" and name == "a/index.html" and not slow.is_set():
            slow.set()
            go_on.wait(10)

    shop.refuse = hold
    first = threading.Thread(target=bucket.put, args=(store, made(5, noon, "/a/", body=b"five")), kwargs={"at": noon})
    first.start()
    assert slow.wait(10)
    with pytest.raises(objects.Overtaken):
        bucket.put(store, made(6, noon, "/a/", body=b"six"), at=noon)
    go_on.set()
    first.join(10)

    bucket.put(store, made(6, noon, "/a/", body=b"six"), at=noon)
    assert bucket.put(store, made(5, noon, "/a/", body=b"five"), at=noon).higher == 6
    assert {shop.body(name) for name in ("index.html", "a/index.html")} == {b"six"}


def test_who_writes_after_the_lease_has_lapsed_does_not_put_down_the_sequence(store, shop, noon):
    def meanwhile(method, name, environ):
        if method == "PUT" and name == "sequence.json" and not asked:
            asked.append(name)
            bucket.put(store, made(6, noon, body=b"six"), at=noon + timedelta(minutes=2))

    asked = []
    shop.refuse = meanwhile
    with pytest.raises(objects.Overtaken):
        bucket.put(store, made(5, noon, body=b"five"), at=noon)

    assert lying(shop) == 6
    bucket.put(store, made(7, noon, body=b"six"), at=noon + timedelta(minutes=4))
    assert shop.body("index.html") == b"six"
    assert ".candor.lock" not in shop.names()


@pytest.mark.parametrize("breaks_at", range(2, 12))
def test_killed_anywhere_in_the_middle_the_next_run_completes_it(store, shop, noon, breaks_at):
    """Every write after the first `breaks_at` fails, the list's and the lock's included: as if we had been killed."""
    bucket.put(store, made(1, noon, "/old/"), at=noon)
    shop.writes.clear()
    shop.refuse = lambda method, name, environ: (
        "403 Forbidden" if method in {"PUT", "DELETE"} and len(shop.writes) >= breaks_at else None
    )
    wanted = made(2, noon, "/a/", "/b/", body=b"two")
    with pytest.raises(objects.StoreAway):
        bucket.put(store, wanted, at=noon)
    assert lying(shop) == 1
    shop.refuse = None

    bucket.put(store, wanted, at=noon + timedelta(minutes=2))

    assert lying(shop) == 2
    assert {shop.body(name) for name in shop.names() if name.endswith(".html")} == {b"two"}
    assert not any("old" in name for name in shop.names())
    assert shop.names() == {name for each in wanted.entries for name in export.names(wanted, each)} | OURS


def test_what_takes_too_long_goes_on_where_it_stopped(store, shop, noon):
    wanted = made(1, noon, *(f"/{number}/" for number in range(40)))
    shop.refuse = lambda method, name, environ: time.sleep(0.02) if name.endswith(".html") else None
    runs = 0

    while runs < 30:
        runs += 1
        try:
            bucket.put(store, wanted, at=noon + runs * timedelta(minutes=2), seconds=0.15)
            break
        except bucket.Unfinished:
            assert "sequence.json" not in shop.names()

    assert 1 < runs < 30
    assert lying(shop) == 1
    assert len([name for name in shop.writes if name.endswith(".html")]) <= 82 + 8 * runs


def test_a_store_without_conditions_is_written_all_the_same(store, shop, noon):
    shop.refuse = lambda method, name, environ: (
        "501 Not Implemented" if "HTTP_IF_MATCH" in environ or "HTTP_IF_NONE_MATCH" in environ else None
    )

    bucket.put(store, made(1, noon), at=noon)
    bucket.put(store, made(2, noon, body=b"two"), at=noon)

    assert (lying(shop), shop.body("index.html")) == (2, b"two")


def test_publishing_asks_no_store_and_the_task_writes_there(exported, busy, noon):
    actions.rebuild(at=noon)
    assert exported.names() == set()

    tasks.rebuild()

    assert b"Playback fails" in exported.body("index.html")
    assert lying(exported) == Publication.objects.get().built
    assert Beat.objects.get(name="export:objects").ok


def test_a_store_that_refuses_keeps_nobody_from_the_page_and_health_says_so(exported, busy, noon, client, caplog):
    exported.refuse = lambda method, name, environ: "403 Forbidden"

    tasks.renew()

    assert Publication.objects.get().built > 0
    assert Beat.objects.get(name="export:objects").note == "Forbidden"
    assert "could not be renewed" in caplog.text
    ready = client.get("/readyz").json()
    assert ready["checks"]["exported_objects"] == {"ok": False, "note": "Forbidden"}

    exported.refuse = None
    tasks.rebuild()  # asked again only by the minute's job
    assert "index.html" not in exported.names()
    tasks.renew()
    assert "index.html" in exported.names()
    assert client.get("/readyz").json()["checks"]["exported_objects"]["ok"]


def test_a_store_that_hangs_ends_in_time(exported, busy, monkeypatch):
    hangs = threading.Event()
    exported.refuse = lambda method, name, environ: hangs.wait(20) and "403 Forbidden"
    monkeypatch.setattr(objects, "READ_SECONDS", 0.3)
    objects.open_store.cache_clear()
    began = time.monotonic()

    tasks.renew()

    hangs.set()
    assert time.monotonic() - began < 10
    assert Beat.objects.get(name="export:objects").note == "ReadTimeoutError"


def test_a_store_nobody_answers_for_is_told_by_its_error(exported, busy, settings):
    settings.EXPORT_URL = f"s3://{BUCKET}?endpoint=http://127.0.0.1:9"

    tasks.renew()

    assert Beat.objects.get(name="export:objects").note == "EndpointConnectionError"


def test_after_a_restored_backup_the_export_goes_on(exported, store, lumen, noon):
    bucket.put(store, made(90, noon), at=noon)

    tasks.renew()

    assert lying(exported) == 91


def test_the_command_writes_there_by_hand(busy, shop):
    out = StringIO()
    call_command("export_status", shop.url, stdout=out)
    shop.client.put_object(Bucket=BUCKET, Key=f"{PREFIX}/index.html", Body=b"damaged")

    call_command("export_status", shop.url, stdout=out)

    assert b"Playback fails" in shop.body("index.html")


def test_the_command_says_what_is_wrong(lumen, shop, store, noon):
    with pytest.raises(CommandError, match="only endpoint and region"):
        call_command("export_status", "s3://bucket?key=secret")
    with pytest.raises(CommandError, match="NoSuchBucket"):
        call_command("export_status", f"s3://another?endpoint={shop.endpoint}")
    bucket.put(store, made(900, noon), at=noon)
    with pytest.raises(CommandError, match="empty this one"):
        call_command("export_status", shop.url)
    with pytest.raises(CommandError, match="Say where to"):
        call_command("export_status")


@pytest.mark.parametrize("value", ["https://x.example", "s3://", "s3://key:secret@bucket", "s3://b?endpoint=inside"])
def test_an_address_that_cannot_work_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("EXPORT_URL", value)

    with pytest.raises(ImproperlyConfigured, match="EXPORT_URL"):
        env.export_url()


def test_home_shows_a_failing_store_to_who_keeps_the_pages(exported, lumen, admin_client):
    Beat.objects.create(name="export:objects", at=timezone.now(), ok=False, note="AccessDenied")

    assert "AccessDenied" in admin_client.get("/admin/").content.decode()
