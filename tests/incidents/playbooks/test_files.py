"""A playbook as YAML: read back as it was written, and every fault named by line and node."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.playbooks import document, yamlfile
from incidents.playbooks.document import Document, Unreadable
from tests.factories import playbooks
from tests.incidents.playbooks.charts import charts

SMALL = """
slug: sign-in-outage
title: {en: Sign-in outage, fr: Panne de connexion, ja: ログイン障害}
symptoms: [sign_in_fails]
nodes:
  - key: q1
    kind: question
    text: {en: "Do sign-ins fail?"}
    answers:
      - {key: yes, text: {en: Yes}, next: s1}
      - {key: no, text: {en: No}, next: e1}
  - {key: s1, kind: step, text: {en: Look}, role: expert, next: e1}
  - {key: e1, kind: end, text: {en: Over}, outcome: handed_over}
"""


def faults(text: str) -> dict[str, list[str]]:
    with pytest.raises(Unreadable) as caught:
        yamlfile.load(text)
    return caught.value.fields


def test_yes_and_no_are_words():
    found = yamlfile.load(SMALL)

    assert [answer.key for answer in found.flow.nodes[0].answers] == ["yes", "no"]
    assert found.flow.nodes[0].answers[0].text == {"en": "Yes"}
    assert found.flow.nodes[1].roles == ("expert",)


def test_what_is_written_is_read_back():
    found = document.read(playbooks.data(components=["sign-in"], basis="A review"))

    assert yamlfile.load(yamlfile.dump(found)) == found


@settings(max_examples=150, deadline=None)
@given(charts(), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_any_chart_and_any_words_survive_the_round(flow, words):
    title = {"en": words.strip() or "x"}
    found = document.read(document.write(Document(slug="any", title=title, basis=words, flow=flow)))

    assert found.flow == flow
    assert yamlfile.load(yamlfile.dump(found)) == found


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (("kind: step,", "kind: dance,"), "nodes.1.kind", "Line 12: “dance” is not possible"),
        (("role: expert,", "rolle: expert,"), "nodes.1.rolle", "s1: Line 12: There is no field “rolle” here"),
        (("role: expert,", "outcome: resolved,"), "nodes.1.outcome", "There is no field “outcome” here"),
        (("next: s1}", "next: [s1]}"), "nodes.0.answers.0.next", "q1: Line 10: This should be text."),
        (("en: Look", "de: Schau"), "nodes.1.text.de", "There is no field “de” here. Known: en, fr, ja."),
        (("slug: sign-in-outage", "slug: Sign In"), "slug", "Line 2: A playbook needs a slug"),
        (("key: s1", "key: S 1"), "nodes.1.key", "Line 12: A key has small letters"),
        (("nodes:", "notes:"), "notes", "There is no field “notes” here"),
        (("symptoms: [sign_in_fails]", "symptoms: sign_in_fails"), "symptoms", "Line 4: This should be a list."),
    ],
)
def test_a_fault_names_its_line_and_node(change, place, words):
    assert words in faults(SMALL.replace(*change))[place][0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- a\n- b",
        "a: &x [1]\nb: *x",
        "a: [1, 2",
        "a: 1\na: 2",
        "!!python/object/apply:os.system ['true']",
        "? [a]\n: b",
        "[" * 5000,
        "slug: x\x00",
        "slug: " + "9" * 5000,
        "--- a\n--- b",
        "x" * 500_000,
    ],
)
def test_what_is_no_playbook_is_refused(text):
    assert faults(text)


def test_several_faults_are_told_at_once():
    found = faults(SMALL.replace("kind: step", "kind: dance").replace("slug: sign-in-outage", "slug: A B"))

    assert set(found) == {"slug", "nodes.1.kind"}
