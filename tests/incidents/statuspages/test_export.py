"""The bundle as files: what lies where, what stays, what goes, and that nothing lands outside."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from incidents.statuspages import actions, bundle, export, shelf, snapshot, tasks
from incidents.statuspages.models import Publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "export"


@pytest.fixture
def exported(settings, folder) -> Path:
    settings.EXPORT_DIR = folder
    return folder


def lying(folder: Path) -> int:
    return json.loads((folder / "sequence.json").read_text())["sequence"]


def made(sequence: int, noon, *paths: str, host: str = "status.lumen.example", body: bytes = b"words"):
    entries = [bundle.entry("one", "en", path, "text/html", body, max_age=2) for path in ("/", *paths)]
    entries.append(bundle.entry("", "", "/static/core/public.css", "text/css", b"a{}", max_age=2))
    entries.append(bundle.entry("two", "en", "/", "text/html", b"another page", max_age=2))
    hosts = {"": "one", "status.lumen.example": "one", host: "two"}
    hosts = hosts if host != "status.lumen.example" else {"": "one", host: "one", "b.example": "two"}
    return bundle.Bundle(sequence, noon, hosts, {"one": "en", "two": "en"}, tuple(entries))


def test_every_answer_lies_where_a_plain_web_server_looks(busy, noon, folder):
    built = snapshot.build(sequence=4, at=noon, previous=None)

    outcome = export.put(folder, built)

    reference = busy.reference
    assert outcome.refused == ()
    assert "Playback fails" in (folder / "index.html").read_text()
    assert "La lecture échoue" in (folder / "fr" / "index.html").read_text()
    for name in (
        "fr/badge.svg",
        "history.atom",
        "ja/calendar.ics",
        "en/index.html",
        f"incidents/{reference}/index.html",
    ):
        assert (folder / name).is_file()
    assert json.loads((folder / "api/v2/summary.json").read_text())["page"]["name"] == "Lumen"
    assert any((folder / "static" / "core").glob("public*.css"))
    assert json.loads((folder / "sequence.json").read_text()) == {"sequence": 4, "generated_at": noon.isoformat()}
    for entry in built.entries:
        for name in export.names(built, entry):
            assert (folder / name).read_bytes() == entry.plain


def test_what_is_gone_goes_and_what_is_not_ours_stays(folder, noon):
    export.put(folder, made(1, noon, "/incidents/INC-1/", "/badge.svg"))
    (folder / "robots.txt").write_text("mine")

    outcome = export.put(folder, made(2, noon, "/badge.svg"))

    assert outcome.removed == 2  # in its language, and in the page's own
    assert not (folder / "incidents").exists()
    assert (folder / "robots.txt").read_text() == "mine"
    assert (folder / "badge.svg").exists()


def test_only_what_has_changed_is_written_again(folder, noon):
    export.put(folder, made(1, noon, "/a/", "/b/"))
    stamp = os.stat(folder / "a" / "index.html").st_mtime_ns
    (folder / "b" / "index.html").unlink()

    outcome = export.put(folder, made(2, noon, "/a/", "/b/"))

    assert outcome.written == 1
    assert os.stat(folder / "a" / "index.html").st_mtime_ns == stamp
    assert (folder / "b" / "index.html").exists()


def test_a_higher_sequence_is_never_overwritten(folder, noon):
    export.put(folder, made(7, noon, body=b"new"))

    outcome = export.put(folder, made(6, noon, body=b"old"), afresh=True)

    assert outcome.higher == 7
    assert (folder / "index.html").read_bytes() == b"new"
    assert lying(folder) == 7


def test_an_export_that_broke_off_is_finished_by_the_next(folder, noon, monkeypatch):
    export.put(folder, made(1, noon, "/old/"))
    replaced = []

    def full_disk(source, target):
        replaced.append(target)
        if len(replaced) > 3:
            raise OSError(28, "No space left on device")
        os.rename(source, target)

    monkeypatch.setattr(export.os, "replace", full_disk)
    with pytest.raises(OSError, match="No space"):
        export.put(folder, made(2, noon, "/half/", "/other/", body=b"two"))
    assert lying(folder) == 1
    monkeypatch.undo()

    export.put(folder, made(3, noon, body=b"three"))

    assert lying(folder) == 3
    assert not list(folder.rglob("half"))
    assert not list(folder.rglob("old"))
    assert not list(folder.rglob("*.tmp"))
    assert {path.read_bytes() for path in folder.rglob("index.html")} == {b"three", b"another page"}


def test_each_further_page_lies_below_its_host_with_its_own_stylesheet(folder, noon):
    export.put(folder, made(1, noon, host="Partner.example:8443".lower()))

    below = folder / "_hosts" / "partner.example"
    assert (below / "index.html").read_bytes() == b"another page"
    assert (below / "static/core/public.css").is_file()
    assert (folder / "index.html").read_bytes() == b"words"


@pytest.mark.parametrize(
    "path",
    [
        "/../outside",
        "/a/../../outside",
        "//etc/outside",
        "/a\0b",
        "/" + "n" * 300,
        "/.candor.json",
        "/..",
        "/a\\b",
        "/é",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_left_out_and_the_rest_is_written(tmp_path, folder, noon, path):  # X07
    outcome = export.put(folder, made(1, noon, path))

    assert outcome.refused
    assert (folder / "index.html").read_bytes() == b"words"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["export"]
    assert not list(tmp_path.rglob("*outside*"))


def test_a_host_or_a_page_cannot_choose_a_folder_outside(tmp_path, folder, noon):
    export.put(folder, made(1, noon, host="../../elsewhere"))

    assert sorted(each.name for each in tmp_path.iterdir()) == ["export"]


def test_a_link_is_not_followed_out_of_the_folder(tmp_path, folder, noon):
    (tmp_path / "elsewhere").mkdir()
    folder.mkdir()
    (folder / "incidents").symlink_to(tmp_path / "elsewhere")

    outcome = export.put(folder, made(1, noon, "/incidents/index.html"))

    assert outcome.refused == ("incidents/index.html",)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_forged_list_removes_nothing_outside(tmp_path, folder, noon):
    export.put(folder, made(1, noon))
    (tmp_path / "precious").write_text("keep")
    (folder / ".candor.json").write_text(json.dumps({"../precious": "x"}))

    export.put(folder, made(2, noon))

    assert (tmp_path / "precious").read_text() == "keep"


def test_publishing_waits_for_no_file_and_the_task_writes_them(exported, busy, noon):
    actions.rebuild(at=noon)
    assert not exported.exists()

    tasks.rebuild()

    assert "Playback fails" in (exported / "index.html").read_text()
    assert lying(exported) == Publication.objects.get().built


def test_a_worker_without_the_bundle_on_its_disk_takes_it_from_the_database(exported, busy, noon, settings, tmp_path):
    actions.rebuild(at=noon)
    settings.SNAPSHOT_DIR = tmp_path / "another-machine"

    actions.put_out_files()

    assert lying(exported) == Publication.objects.get().built


def test_after_a_restored_backup_the_export_goes_on(exported, lumen, noon, snapshots):
    export.put(exported, replace(snapshot.build(sequence=90, at=noon, previous=None), sequence=90))

    tasks.rebuild()

    assert lying(exported) == 91 == shelf.sequence(snapshots)


def test_a_full_disk_keeps_nobody_from_the_page(exported, busy, noon, caplog):
    exported.write_text("a file where the folder should be")

    assert actions.renew_if_due(at=noon + timedelta(minutes=5))

    assert Publication.objects.get().built > 0
    assert "could not be renewed" in caplog.text


def test_the_command_writes_everything_by_hand(busy, folder):
    out = StringIO()
    call_command("export_status", str(folder), stdout=out)
    (folder / "index.html").write_text("damaged")

    call_command("export_status", str(folder), stdout=out)

    assert "Playback fails" in (folder / "index.html").read_text()
    assert "0 removed" in out.getvalue()


def test_the_command_refuses_what_is_newer_and_names_the_cure(lumen, folder, noon):
    export.put(folder, made(900, noon))

    with pytest.raises(CommandError, match="empty this one"):
        call_command("export_status", str(folder))


def test_the_command_says_when_the_folder_cannot_be_written(lumen, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="Give another folder"):
        call_command("export_status", str(tmp_path / "file"))
