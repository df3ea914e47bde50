from datetime import timedelta

import pytest

from incidents.statuspages.models import StatusPage
from tests.factories import catalogue
from tests.factories import statuspages as told


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
