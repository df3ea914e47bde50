import threading
from datetime import timedelta
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from incidents.statuspages import actions
from incidents.statuspages.front import Front
from incidents.statuspages.models import StatusPage
from tests.factories import catalogue
from tests.factories import statuspages as told

FR, JP = "status.lumen.fr", "status.lumen.jp"


@pytest.fixture(autouse=True)
def snapshots(settings, tmp_path):
    settings.SNAPSHOT_DIR = tmp_path / "snapshots"
    return settings.SNAPSHOT_DIR


@pytest.fixture
def lumen(db) -> StatusPage:
    return told.statuspage()


@pytest.fixture
def busy(lumen, noon):
    """Playback fails in France and Japan; ten older incidents are over."""
    france = catalogue.region("france", time_zone="Europe/Paris")
    france.translations.create(language="fr", name="France")
    japan = catalogue.region("japan")
    japan.translations.create(language="ja", name="日本")
    playback = catalogue.component("playback", names={"fr": "Lecture", "ja": "再生"})
    catalogue.component("sign-in", names={"fr": "Connexion", "ja": "ログイン"})
    told.past(10, before=noon)
    incident = told.incident(
        titles={"fr": "La lecture échoue", "ja": "再生できません"}, at=noon - timedelta(minutes=40)
    )
    told.harm(incident, playback, "major_outage", regions=[france, japan])
    told.update(
        incident,
        {"en": "Playback fails in France and Japan.", "fr": "La lecture échoue en France et au Japon."},
        at=noon - timedelta(minutes=10),
        state="identified",
        detail={"en": "Edge nodes return **503**."},
        next_update_at=noon + timedelta(minutes=20),
    )
    return incident


@pytest.fixture
def world(busy, noon):
    """Besides Playback in France and Japan: Payments fail in Japan, Sign-in in France, a rumour has no component."""
    france, japan = catalogue.region("france"), catalogue.region("japan")
    payments = catalogue.component("payments")
    sign_in = catalogue.component("passkeys")
    for title, component, region in (("Payments stop", payments, japan), ("Passkeys fail", sign_in, france)):
        incident = told.incident(title, at=noon - timedelta(minutes=30))
        told.harm(incident, component, "partial_outage", regions=[region])
        told.update(incident, f"{title} here.", at=noon - timedelta(minutes=20))
    everywhere = told.incident("Strange mails", at=noon - timedelta(minutes=5))
    told.update(everywhere, "Some receive strange mails.", at=noon - timedelta(minutes=5))
    return {
        "fr": told.regional(
            FR,
            regions=[france],
            language="fr",
            languages=["fr", "en"],
            time_zone="Europe/Paris",
            words={"fr": {"name": "Lumen France", "intro": "Bonjour **la France**", "footer": "Lumen SAS"}},
        ),
        "jp": told.regional(JP, components=[payments], regions=[japan], language="ja", time_zone="Asia/Tokyo"),
    }


def nobody(environ, start_response):
    start_response("404 Not Found", [])
    return [b""]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def served(busy, noon, snapshots):
    """The address of a server with one open incident, one running and one planned maintenance."""
    catalogue.component("payments", group=catalogue.group("account"))
    for state, hours in (("in_progress", -1), ("scheduled", 24)):
        start = noon.replace(hour=12) + hours * (noon - noon.replace(hour=11))
        work = told.incident("Database work", kind="maintenance", state=state, scheduled_for=start)
        told.update(work, "Payments pause.", state=state, phase="maintenance")
    actions.rebuild(at=noon)
    with make_server("127.0.0.1", 0, Front(nobody, snapshots), handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
