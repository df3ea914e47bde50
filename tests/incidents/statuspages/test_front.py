"""The layer before Django: what it answers, in which language, and that it asks nobody."""

import gzip
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client

from incidents.statuspages import actions, bundle, shelf, snapshot, watch
from incidents.statuspages.front import Front, negotiate
from incidents.statuspages.models import Publication
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db


class Answer:
    def __init__(self, status: str, headers: list, body: bytes) -> None:
        self.code, self.body = int(status[:3]), body
        self.headers = {name.lower(): value for name, value in headers}
        self.text = (gzip.decompress(body) if self.headers.get("content-encoding") == "gzip" else body).decode()


class Reader:
    """Asks a Front as a server would."""

    def __init__(self, front: Front) -> None:
        self.front = front

    def get(self, path: str, method: str = "GET", host: str = "status.lumen.example", **headers: str) -> Answer:
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "x", "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": host, "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
        }  # fmt: skip
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        told = []
        body = b"".join(self.front(environ, lambda status, headers: told.append((status, headers))))
        return Answer(*told[0], body)


def django(environ, start_response):
    start_response("404 Not Found", [("X-Asked", "Django")])
    return [b""]


@pytest.fixture
def reader(busy, noon, snapshots):
    actions.rebuild(at=noon)
    return Reader(Front(django, snapshots, extra=watch.protection()))


def test_readers_are_answered_without_a_statement(reader, django_assert_num_queries):
    with django_assert_num_queries(0):
        first = reader.get("/", accept_encoding="gzip")
        again = reader.get("/", if_none_match=first.headers["etag"])
        json = reader.get("/api/v2/summary.json")

    assert (first.code, again.code, json.code) == (200, 304, 200)
    assert again.body == b""
    assert again.headers["etag"].strip('"') in first.headers["etag"]
    assert json.headers["access-control-allow-origin"] == "*"
    assert "max-age" in json.headers["cache-control"]


@pytest.mark.parametrize(
    ("path", "headers", "language"),
    [
        ("/", {}, "en"),
        ("/fr/", {}, "fr"),
        ("/fr/", {"accept_language": "ja", "cookie": "django_language=ja"}, "fr"),
        ("/", {"cookie": "a=b; django_language=ja", "accept_language": "fr"}, "ja"),
        ("/", {"accept_language": "fr-CA,fr;q=0.9,en;q=0.8"}, "fr"),
        ("/", {"accept_language": "en;q=0.2, ja;q=0.7"}, "ja"),
        ("/", {"accept_language": "de, *;q=0.1"}, "en"),
        ("/", {"accept_language": "fr;q=x, ,;;,ja;q=0"}, "en"),
        ("/", {"cookie": "django_language=xx"}, "en"),
    ],
)
def test_the_language_is_the_paths_then_the_cookies_then_the_browsers(reader, path, headers, language):
    answer = reader.get(path, **headers)

    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text
    assert ("Accept-Language" in answer.headers["vary"]) == (path == "/")


def test_a_very_long_accept_language_is_no_burden():
    assert negotiate("x," * 100_000 + "fr", "en") == "en"


def test_head_has_the_headers_and_no_body(reader):
    answer = reader.get("/", method="HEAD")

    assert int(answer.headers["content-length"]) > 1000
    assert answer.body == b""


@pytest.mark.parametrize("path", ["/admin/", "/nope", "/incidents/INC-0000-0000/", "/fr/subscribe/"])
def test_whatever_is_not_on_the_shelf_is_djangos(reader, path):
    assert reader.get(path).headers["x-asked"] == "Django"


def test_a_post_is_djangos(reader):
    assert reader.get("/", method="POST").headers["x-asked"] == "Django"


def test_before_the_first_bundle_everything_is_djangos(tmp_path):
    assert Reader(Front(django, tmp_path / "empty")).get("/").headers["x-asked"] == "Django"


def test_a_published_update_is_seen_by_every_process_at_once(reader, busy, noon, snapshots):
    second = Reader(Front(django, snapshots))
    second.get("/")
    told.update(busy, "It works again for everybody.", at=noon, state="monitoring")
    actions.want()

    actions.rebuild(at=noon + timedelta(seconds=1))

    for each in (reader, second):
        each.front.next_look = 0
        assert "It works again for everybody." in each.get("/").text


def test_the_answers_carry_the_protection_django_gives(reader, client: Client):
    ours, djangos = reader.get("/en/").headers, client.get("/en/").headers

    for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"):
        assert ours[name.lower()] == djangos[name]
    policies = (ours["content-security-policy"], djangos["Content-Security-Policy"])
    assert len({frozenset(part.strip() for part in policy.split(";")) for policy in policies}) == 1


def test_a_host_of_its_own_gets_its_own_page(busy, noon, snapshots):
    told.statuspage(name="Lumen Japon", host="status.lumen.jp", is_default=False, language="ja")
    actions.rebuild(at=noon)
    reader = Reader(Front(django, snapshots))

    assert "Lumen Japon" in reader.get("/", host="status.lumen.jp:443").text
    assert "Lumen Japon" not in reader.get("/", host="unknown.example").text
    assert reader.get("/", host="status.lumen.jp").headers["content-language"] == "ja"


def test_an_older_bundle_never_replaces_a_newer_one(reader, noon):
    reader.get("/")
    old = snapshot.build(sequence=0, at=noon, previous=None)

    reader.front.take(old)

    assert reader.front.shelves.sequence > 0


def test_the_answer_says_how_old_it_is(reader, time_machine, noon):
    time_machine.move_to(noon + timedelta(minutes=12), tick=False)
    reader.front.next_look = 0

    assert reader.get("/").headers["x-candor-snapshot-age"] == "720"


def test_a_process_without_the_file_takes_the_bundle_from_the_database(busy, noon, settings, tmp_path, time_machine):
    time_machine.move_to(noon, tick=False)
    actions.rebuild(at=noon)
    settings.SNAPSHOT_DIR = tmp_path / "another-machine"

    found = actions.follow(0, at=noon)

    assert found.sequence == Publication.objects.get().built
    assert actions.follow(found.sequence, at=noon) is None


def test_a_lost_build_is_made_up_by_whoever_looks_first(busy, noon, snapshots, time_machine):
    time_machine.move_to(noon, tick=False)
    actions.rebuild(at=noon)
    Publication.objects.update(wanted=Publication.objects.get().wanted + 1)  # a process died after its commit

    actions.follow(1, at=noon)

    assert shelf.sequence(snapshots) == Publication.objects.get().wanted


def test_a_database_that_is_away_leaves_the_page_as_it_is(reader, monkeypatch, caplog):
    poll = watch.Poll()
    monkeypatch.setattr(actions, "follow", lambda *_, **__: (_ for _ in ()).throw(watch.Error("gone")))

    assert poll(1) is None
    assert poll(1) is None
    assert len([record for record in caplog.records if "goes on as it is" in record.message]) == 1
    assert reader.get("/").code == 200


def test_bytes_that_are_no_bundle_are_refused():
    for data in (b"", b"junk", bundle.MAGIC, bundle.MAGIC + b"\x00" * 8 + b"{}"):
        with pytest.raises(bundle.Unreadable):
            bundle.unpack(data)
