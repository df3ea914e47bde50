"""A supplier's real name, in every text field there is, stands on the status page and nowhere else (practice P9)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.delivery.models import Content
from core.text.translations import Language
from incidents.catalogue.models import Component, ComponentGroup
from incidents.communication import actions as communication
from incidents.communication import queries
from incidents.communication.states import ChannelKind
from incidents.response import actions as response
from incidents.statuspages import actions as statuspages
from incidents.wording.linter import names
from tests.factories import catalogue
from tests.factories import communication as updates
from tests.factories import statuspages as pages

SPELLINGS = (
    *("Farlane CDN", "farlane", "FARLANE-CDN", "farlanecdn", "Farlane's", "Ｆａｒｌａｎｅ", "Far\u200blane"),
    *("ファーレーン", "ﾌｧｰﾚｰﾝ", "ふぁーれーん", "**Farlane** CDN", "https://status.farlane.com/x"),
)
KNOWN = [("Farlane CDN", "Farlane", "ファーレーン")]
ALL = ", ".join(SPELLINGS)
ALIASES = {"en": "a network we rent", "fr": "un réseau que nous louons", "ja": "当社が借りている回線"}


def leaks(text: str) -> list[str]:
    return [text[start:end] for start, end, _which in names.places(text, KNOWN)]


@pytest.fixture
def noisy(db, noon) -> Component:
    """A supplier's names in the names and descriptions of what it carries."""
    supplier = catalogue.third_party("Farlane CDN", **ALIASES)
    supplier.spellings = ["Farlane", "ファーレーン"]
    supplier.save()
    pages.statuspage()
    group = ComponentGroup.objects.create(name="Via Farlane", slug="via")
    component = catalogue.component(
        "video", name="Video by Farlane CDN", names={"fr": "Vidéo de FARLANE-CDN", "ja": "ファーレーンの動画"}
    )
    Component.objects.filter(pk=component.pk).update(
        third_party=supplier, group=group, description="Farlane carries it"
    )
    component.translations.update(description="Farlane carries it")
    component.refresh_from_db()
    return component


@pytest.fixture
def told(noisy, noon):
    """An incident and maintenance about it, told in three languages, with the names in title, headline and text."""
    impacts = [response.ImpactInput(noisy, "major_outage", catalogue.region("france"))]
    title = "Video by Farlane CDN fails: Far\u200blane, Ｆａｒｌａｎｅ"
    titles = {"fr": "Panne chez farlanecdn", "ja": "ﾌｧｰﾚｰﾝの障害"}
    for kind, state, phase in (("unplanned", "identified", "scope"), ("maintenance", "scheduled", "maintenance")):
        window = {"scheduled_for": noon + timedelta(days=1), "scheduled_until": noon + timedelta(days=1, hours=1)}
        incident = updates.incident(
            title=title, titles=titles, kind=kind, impacts=impacts, **(window if kind == "maintenance" else {})
        )
        lead = updates.lead(incident)
        for minute in (0, 1):
            texts = [
                updates.text(f"{ALL}. {ALL}", language, subject="Farlane-CDN, ふぁーれーん", audience=audience)
                for language in Language.values
                for audience in ("general", "technical")
            ]
            draft = updates.draft(incident, phase=phase, incident_state=state, texts=texts)
            communication.publish(update=draft, by=lead, at=noon + timedelta(minutes=minute))
    return incident


def outgoing() -> Iterator[tuple[str, str]]:
    """What mails and webhooks carry."""
    for row in Content.objects.order_by("pk"):
        for field in ("subject", "text", "html", "payload"):
            yield f"{row.channel_kind} {row.language} {field}", str(getattr(row, field) or "")


def files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".gz", ".css", ".js", ".br"}:
            yield str(path.relative_to(folder)), path.read_text()


def test_mails_and_webhooks_carry_the_alias_in_the_readers_language(told):
    found = dict(outgoing())

    assert {where: leaks(text) for where, text in found.items() if leaks(text)} == {}
    for language, alias in ALIASES.items():
        text = found[f"email {language} text"].lower()
        assert alias in text, language


def test_only_the_pages_themselves_carry_the_name(told, noon, settings, tmp_path):
    settings.EXPORT_DIR = tmp_path
    statuspages.rebuild(at=noon + timedelta(minutes=2), even_if_current=True)
    statuspages.put_out_files(afresh=True, into=tmp_path)

    found = {where: leaks(text) for where, text in files(tmp_path)}
    with_name = {where for where, names_found in found.items() if names_found}

    assert with_name
    assert {where for where in with_name if not where.endswith(".html")} == set()
    elsewhere = {where.rsplit(".", 1)[-1] for where in found}
    assert {"atom", "rss", "ics", "svg", "json", "html"} <= elsewhere


@pytest.mark.parametrize(
    "path",
    [
        "/history.atom",
        "/fr/history.rss",
        "/ja/history.atom",
        "/calendar.ics",
        "/badge.svg",
        "/live.json",
        "/widget.json",
        "/fr/embed/",
        "/api/v2/summary.json",
        "/api/v2/components.json",
        "/api/v2/incidents.json",
        "/api/v2/scheduled-maintenances.json",
    ],
)
def test_no_answer_but_the_page_names_the_supplier(told, client, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert leaks(answer.content.decode()) == []


def test_the_page_names_it_in_every_language(told, client):
    for path in ("/", "/fr/", "/ja/"):
        assert leaks(client.get(path).content.decode())


@pytest.mark.parametrize("kind", [kind for kind in ChannelKind.values if kind not in ("any", "page")])
@pytest.mark.parametrize("language", Language.values)
def test_every_preview_off_the_page_carries_the_alias(told, noon, kind, language):
    made = queries.preview(told.updates.first(), audience="technical", channel_kind=kind, language=language, at=noon)

    assert leaks(f"{made.subject} {made.text} {made.html} {made.payload}") == []


def test_an_alias_that_changes_changes_the_feeds(told, client):
    assert "a network we rent" in client.get("/history.atom").content.decode().lower()

    catalogue.third_party("Farlane CDN", en="somebody else")

    assert "somebody else" in client.get("/history.atom").content.decode().lower()


def test_a_drill_of_names_finds_every_spelling():
    assert all(leaks(f"x {spelling} y") for spelling in SPELLINGS)
