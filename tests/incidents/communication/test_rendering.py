import json
from datetime import timedelta

import pytest

from core.delivery.models import Broadcast, Content
from incidents.communication import actions as communication
from incidents.communication import queries
from incidents.response import actions as response
from tests.factories import catalogue
from tests.factories import communication as updates
from tests.factories import statuspages as pages
from tests.payloads import PAYLOADS, harm_in


@pytest.fixture
def page(db):
    page = pages.statuspage(name="Lumen status", time_zone="Europe/Paris")
    page.translations.create(language="fr", name="État de Lumen")
    return page


def content(update, *, kind="email", language="en", audience="general") -> Content:
    broadcast = Broadcast.objects.get(key=f"incidents.update:{update.pk}")
    return broadcast.contents.get(channel_kind=kind, language=language, audience=audience)


def test_a_mail_begins_with_the_scope_and_ends_with_the_ways_out(page, incident, lead):
    mail = content(updates.published(incident, by=lead))

    assert mail.subject == "[Lumen status] Investigating: Playback fails for some customers"
    lines = mail.text.splitlines()
    assert lines[0] == updates.WORDS["en"]
    assert "- Playback: Major outage (France)" in lines
    assert "Published: 2 March 2026, 13:00 CET" in lines
    assert "Next update by: 14:00 CET" in lines
    assert "Follow this incident: {{incident_url}}" in lines  # on the page each of them subscribed on
    footer = mail.text[mail.text.index("\n-- \n") :]
    assert "{{manage_url}}" in footer
    assert "{{unsubscribe_url}}" in footer
    assert 'href="{{unsubscribe_url}}"' in mail.html


def test_a_mail_is_written_in_the_readers_language(page, incident, lead):
    response.rename(
        incident=incident,
        title=incident.title,
        titles={"fr": "La lecture échoue", "ja": "再生できません"},
        by=lead,
        at=updates.NOON,
    )
    update = updates.published(incident, by=lead, phase="resolved", incident_state="resolved")

    french, japanese = content(update, language="fr"), content(update, language="ja")
    assert french.subject == "[État de Lumen] Résolu\u202f: La lecture échoue"
    assert "2 mars 2026, 13:00 CET" in french.text
    assert "Suivre cet incident\u202f: {{incident_url}}" in french.text
    assert '<html lang="fr">' in french.html
    assert japanese.subject == "[Lumen status] 解決済み：再生できません"
    assert "2026年3月2日 13:00 CET" in japanese.text


@pytest.mark.parametrize("kind", ["email", "webhook"])
def test_a_missing_language_falls_back_visibly(page, incident, lead, kind):
    update = updates.published(incident, by=lead, texts=updates.texts("en", "fr"))

    japanese = content(update, kind=kind, language="ja")
    body = japanese.payload["incident"]["incident_updates"][0]["body"] if kind == "webhook" else japanese.text
    notice, _, words = body.partition("\n\n")
    assert "お使いの言語" in notice
    assert "英語" in notice
    assert words.startswith(updates.WORDS["en"])
    assert "language" not in content(update, kind=kind, language="fr").text.splitlines()[:1]


def test_the_html_part_marks_the_language_of_its_words(page, incident, lead):
    update = updates.published(incident, by=lead, texts=updates.texts("en"))
    assert '<div lang="en"><p>Playback fails' in content(update, language="ja").html


def test_a_correction_and_a_touch_say_so_in_the_subject(page, incident, lead, noon):
    wrong = updates.published(incident, by=lead)
    right = communication.correct(update=wrong, texts=updates.texts(), by=lead, at=noon)
    touched = communication.touch(incident=incident, by=lead, at=noon, notify=True)

    assert content(right).subject.startswith("[Lumen status] Correction: ")
    assert content(touched).subject.startswith("[Lumen status] Still working on it: ")


def test_a_line_break_in_a_subject_ends_no_header(page, incident, lead):
    texts = [updates.text(subject="Playback\r\nBcc: everybody@example.org")]
    update = updates.published(incident, by=lead, texts=texts)
    assert content(update).subject == "[Lumen status] Investigating: Playback Bcc: everybody@example.org"


def test_a_suppliers_name_stays_on_the_page(page, incident, lead):
    supplier = catalogue.third_party("Acme CDN", fr="notre hébergeur")
    supplier.spellings = ["ACDN"]
    supplier.save()
    incident.third_party = supplier
    incident.title = "Acme CDN is down"
    incident.save()
    words = "Playback fails. {third_party} is down (ACDN, acme-cdn)."
    update = updates.published(incident, by=lead, texts=[updates.text(words), updates.text(words, "fr")])

    told = Broadcast.objects.get().contents.all()
    everything = "\n".join(f"{row.subject}{row.text}{row.html}{json.dumps(row.payload)}" for row in told)
    for name in ("acme", "acdn"):
        assert name not in everything.lower()
    assert "One of our third-party service providers is down" in content(update).text
    assert "Notre hébergeur is down" in content(update, language="fr").text
    assert update.variants.get(language="en").text == "Playback fails. Acme CDN is down (ACDN, acme-cdn)."


def test_a_webhook_carries_the_whole_story_newest_first(page, incident, lead, noon):
    updates.published(incident, by=lead)
    update = updates.published(
        incident, by=lead, phase="progress", incident_state="identified", at=noon + timedelta(minutes=5)
    )

    payload = content(update, kind="webhook", language="fr").payload

    assert set(payload) == {"meta", "page", "incident"}
    assert payload["meta"]["unsubscribe"] == "{{unsubscribe_url}}"
    assert payload["page"]["id"] == page.public_id
    assert (payload["page"]["status_indicator"], payload["page"]["status_description"]) == (
        "critical",
        "Major System Outage",
    )
    story = payload["incident"]
    assert (story["status"], story["impact"]) == ("identified", "critical")
    assert story["shortlink"] == f"http://127.0.0.1:8000/fr/incidents/{incident.reference}/"
    assert [row["status"] for row in story["incident_updates"]] == ["identified", "investigating"]
    newest = story["incident_updates"][0]
    assert newest["body"] == updates.WORDS["fr"]
    assert newest["created_at"] == "2026-03-02T12:05:00.000Z"
    assert newest["affected_components"][0]["new_status"] == "major_outage"
    assert [len(each["id"]) for each in story["incident_updates"]] == [12, 12]
    assert story["components"][0]["status"] == "major_outage"


def test_the_preview_shows_what_each_reader_will_get(page, incident, lead, noon):
    draft = updates.draft(
        incident, texts=[*updates.texts(), updates.text("Error 503 at the edge.", audience="technical")]
    )

    def preview(**how):
        how = {"audience": "general", "channel_kind": "email", "language": "en", "at": noon, **how}
        return queries.preview(draft, **how)

    assert preview(audience="technical").text.startswith("Error 503 at the edge.")
    assert preview(audience="technical", language="fr").text.startswith(updates.WORDS["fr"])
    assert preview(channel_kind="page").html == f"<p>{updates.WORDS['en']}</p>"
    assert preview(channel_kind="short").text == (
        f"Playback fails for some customers. http://127.0.0.1:8000/incidents/{incident.reference}/"
    )
    assert "Next update by: 14:00 CET" in preview().text  # the promise that publishing now would make
    assert preview(texts=[updates.text("While typing {eta}")]).text.startswith("While typing {eta}")
    draft.refresh_from_db()
    assert draft.version == 1


def test_the_preview_is_what_is_sent(page, draft, lead, noon):
    seen = queries.preview(draft, audience="general", channel_kind="email", language="fr", at=noon)
    sent = content(communication.publish(update=draft, by=lead, at=noon), language="fr")
    link = f"http://127.0.0.1:8000/fr/incidents/{draft.incident.reference}/"
    text, html = (words.replace("{{incident_url}}", link) for words in (sent.text, sent.html))
    assert (sent.subject, text, html) == (seen.subject, seen.text, seen.html)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_x01_no_text_field_acts_in_mail_or_page(page, incident, payload):
    words = payload.replace("{", "(").replace("}", ")")
    incident.title = words[:200]
    texts = [updates.text(f"{words}\n\nand more", subject=words[:200])]
    draft = updates.draft(incident, texts=texts)

    mail = queries.preview(draft, audience="general", channel_kind="email", language="en")
    shown = queries.preview(draft, audience="general", channel_kind="page", language="en")

    assert harm_in(mail.html) == []
    assert harm_in(shown.html) == []
    assert "\n" not in mail.subject
