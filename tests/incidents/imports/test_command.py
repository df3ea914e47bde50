import io
import json

import pytest
from django.core.management import CommandError, call_command

from incidents.response.models import Incident
from incidents.subscribers import defaults
from tests.architecture.source import ROOT

HISTORY = ROOT / "tests/data/statuspage-history.json"


@pytest.mark.django_db
def test_a_file_is_imported_and_the_rest_goes_on_after_a_broken_line(tmp_path, noon):
    defaults.seed(noon)
    document = json.loads(HISTORY.read_text())
    document["incidents"][4] = "broken"
    file = tmp_path / "export.json"
    file.write_text(json.dumps(document))
    out, err = io.StringIO(), io.StringIO()

    call_command("import_statuspage", str(file), stdout=out, stderr=err)

    assert "Incidents: 10 created, 0 updated, 0 unchanged." in out.getvalue()
    assert "not placed: incidents[4]: expected an object, found a text" in err.getvalue()
    assert Incident.objects.count() == 10


@pytest.mark.django_db
def test_standard_input_is_read_with_a_dash(monkeypatch, noon):
    defaults.seed(noon)
    monkeypatch.setattr("sys.stdin", io.StringIO(HISTORY.read_text()))
    out = io.StringIO()

    call_command("import_statuspage", "-", stdout=out)

    assert "11 created" in out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"{", "is no JSON"), (b"\xff\xfe", "is no UTF-8 text"), (b"[]", "list “incidents”"), (None, "can't be read")],
)
def test_an_unusable_file_is_refused_in_a_sentence(tmp_path, content, sentence):
    file = tmp_path / "export.json"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        call_command("import_statuspage", str(file))


@pytest.mark.django_db
def test_without_the_defaults_the_cure_is_named():
    with pytest.raises(CommandError, match="bootstrap"):
        call_command("import_statuspage", str(HISTORY))
