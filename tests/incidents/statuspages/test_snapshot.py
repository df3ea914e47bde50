"""What is built, how much it costs, and what must never be in it."""

import json
from datetime import timedelta

import pytest
from django.urls import set_script_prefix
from django.utils import translation

from incidents.statuspages import actions, shelf, snapshot
from incidents.statuspages.models import Publication
from tests.factories import catalogue
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db


def everything(bundle) -> bytes:
    return b"\n".join(entry.plain for entry in bundle.entries)


def test_a_page_of_every_language_stands_in_the_bundle(busy, noon):
    bundle = snapshot.build(sequence=1, at=noon, previous=None)

    pages = {entry.language: entry.plain.decode() for entry in bundle.entries if entry.path == "/"}
    assert "Playback fails for some viewers" in pages["en"]
    assert "La lecture échoue" in pages["fr"]
    assert "再生できません" in pages["ja"]


def test_a_missing_language_falls_back_visibly(busy, noon):
    bundle = snapshot.build(sequence=1, at=noon, previous=None)

    page = next(e for e in bundle.entries if e.path == "/" and e.language == "ja").plain.decode()
    assert '<div class="text" lang="en">' in page


def test_hidden_components_drafts_and_drills_are_in_no_byte(busy, noon):
    hidden = catalogue.component("hidden-vault", is_public=False, names={"fr": "Coffre hidden-vault"})
    told.harm(busy, hidden)
    drill = told.incident("Exercise blackout", kind="drill", is_public=False)
    told.update(drill, "Exercise words")
    draft_only = told.incident("Unspoken failure", is_public=False)
    told.harm(draft_only, catalogue.component("search"), "major_outage")
    draft = told.update(busy, "A half thought", affected=[{"code": hidden.public_id, "name": "Hidden-vault"}])
    draft.variants.all().delete()
    told.update(busy, {}, at=noon).variants.create(
        audience=told.audience("key_customers"), language="en", text="Golden handshake"
    )

    text = everything(snapshot.build(sequence=1, at=noon, previous=None)).lower()

    for word in (b"hidden-vault", b"hidden vault", b"exercise", b"unspoken", b"half thought", b"golden", b"drill"):
        assert word not in text
    assert b'"name":"search","status":"operational"' in text


def test_markup_in_texts_and_names_stays_text(lumen, noon):
    evil = "<script>alert(1)</script>"
    incident = told.incident(evil, titles={"fr": evil})
    told.harm(
        incident,
        catalogue.component("playback", name=evil, description=evil),
        regions=[catalogue.region("x", name=evil)],
    )
    told.update(incident, f"{evil}\x0b ]]>", next_update_at=noon)

    bundle = snapshot.build(sequence=1, at=noon, previous=None)

    html = [entry.plain for entry in bundle.entries if entry.kind.startswith("text/html")]
    assert not any(b"<script>alert" in body for body in html)


@pytest.mark.parametrize("old", [10, 300])
def test_building_takes_eight_statements_however_much_is_past(busy, noon, old, django_assert_num_queries):
    told.past(old, before=noon - timedelta(days=100), every=timedelta(hours=1))
    actions.rebuild(at=noon)
    actions.want()

    with django_assert_num_queries(8):
        actions.rebuild(at=noon + timedelta(seconds=1))


def test_what_has_not_changed_is_taken_over(busy, noon):
    first = snapshot.build(sequence=1, at=noon, previous=None)
    told.update(busy, "It gets better.", at=noon, state="monitoring")

    second = snapshot.build(sequence=2, at=noon, previous=first)

    changed = {
        entry.path
        for entry in second.entries
        if first.by_key.get((entry.statuspage, entry.language, entry.path)) is not entry
    }
    assert f"/incidents/{busy.reference}/" in changed
    assert not any(path.startswith("/incidents/") for path in changed - {f"/incidents/{busy.reference}/"})


def test_json_does_not_change_while_nothing_does(busy, noon):
    first = snapshot.build(sequence=1, at=noon, previous=None)
    second = snapshot.build(sequence=2, at=noon + timedelta(minutes=1), previous=None)

    tags = [{e.path: e.etag for e in each.entries if e.path.startswith("/api/")} for each in (first, second)]
    assert tags[0] == tags[1]


def test_summary_of_fifty_components_and_ten_incidents_is_small(lumen, noon):
    parts = [catalogue.component(f"part-{index}") for index in range(50)]
    for index in range(10):
        incident = told.incident(f"Trouble with part {index}")
        told.harm(incident, parts[index])
        told.update(incident, "Some customers cannot use this part. We are looking into it.")

    bundle = snapshot.build(sequence=1, at=noon, previous=None)

    summary = next(e for e in bundle.entries if e.path == "/api/v2/summary.json")
    assert len(summary.zipped) <= 4096
    assert len(json.loads(summary.plain)["incidents"]) == 10


def test_a_higher_sequence_is_never_overwritten(busy, noon, snapshots):
    actions.rebuild(at=noon)
    newer = Publication.objects.get().built
    older = snapshot.build(sequence=newer - 1, at=noon, previous=None)

    assert shelf.put(snapshots, snapshot.bundle.pack(older)) is False
    assert shelf.sequence(snapshots) == newer


def test_a_restored_database_counts_on_from_the_file(busy, noon, snapshots):
    ahead = snapshot.build(sequence=5000, at=noon, previous=None)
    shelf.put(snapshots, snapshot.bundle.pack(ahead))

    assert actions.rebuild(at=noon) == 5001
    assert shelf.sequence(snapshots) == 5001


def test_nothing_is_built_twice_for_the_same_wish(busy, noon, django_assert_num_queries):
    actions.rebuild(at=noon)

    with django_assert_num_queries(1):
        actions.rebuild(at=noon)


def test_a_cut_file_is_not_served(busy, noon, snapshots):
    actions.rebuild(at=noon)
    file = snapshots / shelf.NAME
    file.write_bytes(file.read_bytes()[:-10])

    assert shelf.take(snapshots) is None


def test_a_build_made_while_a_french_address_is_answered_is_the_same(noon):
    told.statuspage()
    told.update(told.incident(), "Some viewers cannot start a film.")
    plain = snapshot.build(sequence=1, at=noon, previous=None)

    set_script_prefix("/fr/")
    with translation.override("fr"):
        french = snapshot.build(sequence=1, at=noon, previous=None)

    assert [entry.plain for entry in french.entries] == [entry.plain for entry in plain.entries]
