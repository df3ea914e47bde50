"""The linter against people's labels: what `make bench SCENE=wording` measures, with floors."""

import json

import pytest

from incidents.wording.linter import rules
from tests.bench import wording
from tests.bench.__main__ import FLOORS

KNOWN = {"id", "split", "source", "origin", "phase", "audience", "channel_kind", "components", "regions", "facts"}
KNOWN |= {"suppliers", "networks", "next_update_at", "text", "labels"}


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_the_linter_agrees_with_people(language):
    overall, _by_rule = wording.score(language, "all")
    floors = FLOORS["wording"]["quick"]

    assert overall["precision"] >= floors[f"{language}_precision_all"]["min"]
    assert overall["recall"] >= floors[f"{language}_recall_all"]["min"]


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_rule_agrees_with_people(language):
    _overall, by_rule = wording.score(language, "all")

    assert set(by_rule) == set(rules())
    assert all(each["n"] >= 3 for each in by_rule.values())
    assert {rule: each for rule, each in by_rule.items() if min(each["precision"], each["recall"]) < wording.GOAL} == {}


def test_the_figures_in_the_documents_are_those_of_the_set():
    assert wording.table() in (wording.ROOT / "docs/wording.md").read_text()


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_the_set_is_what_its_readme_says(language):
    rows = wording.labelled(language)

    assert len(rows) >= 40
    assert sum(row["source"] != "written" for row in rows) >= len(rows) * 0.48
    assert all(set(row) <= KNOWN and set(row["labels"]) <= set(rules()) for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)
    assert sum(row["split"] != "dev" for row in rows) >= len(rows) / 3


def test_the_scene_prints_figures_for_every_rule_and_language():
    scene = wording.run(quick=True)

    assert set(scene["measured"]["by_rule"]) == set(wording.LANGUAGES)
    assert all({"n", "precision", "recall"} == set(each) for each in scene["measured"]["by_rule"]["en"].values())
    assert json.dumps(scene)
