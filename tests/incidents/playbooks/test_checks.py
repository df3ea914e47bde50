"""The check finds exactly what walking every road by brute force finds."""

import pytest
from hypothesis import given, settings

from incidents.playbooks.flow import Answer, Flow, Known, Node, check, errors
from tests.incidents.playbooks.charts import WORDS, charts, end, message, question, step, wait

ROADS = {"unreachable", "never_ends", "loop_without_pause", "no_first_message", "unknown_target"}
ALL = Known(
    templates=["holding.general"],
    roles=["expert"],
    facts=["symptom"],
    audiences=["general", "staff"],
    phases=["holding"],
    channels=["page"],
    playbooks={"third-party": ["deeper"], "deeper": ["ours"], "harmless": []},
    slug="ours",
    languages=("en", "fr", "ja"),
)


def codes(*nodes: Node, known: Known = ALL) -> set[tuple[str, str]]:
    return {(each.node, each.code) for each in check(Flow(nodes), known)}


def simple_paths(flow: Flow, key: str, road: tuple[str, ...] = ()):
    """Every road from `key` that visits no node twice; a loop is told by coming back to a node of it."""
    road = (*road, key)
    yield road
    for target in flow.targets[key]:
        if target in road:
            yield (*road, target)
        else:
            yield from simple_paths(flow, target, road)


def brute_force(flow: Flow) -> set[tuple[str, str]]:
    found = set()
    from_start = list(simple_paths(flow, flow.start))
    told = {node.key for node in flow.nodes if node.kind == "message" and node.audience != "staff"}
    for node in flow.nodes:
        roads = list(simple_paths(flow, node.key))
        if not any(node.key in road for road in from_start):
            found.add((node.key, "unreachable"))
        if not any(flow.by_key[road[-1]].kind == "end" for road in roads):
            found.add((node.key, "never_ends"))
        loops = [road for road in roads if len(road) > 1 and road[-1] == node.key]
        if any(not {"question", "wait"} & {flow.by_key[key].kind for key in road} for road in loops):
            found.add((node.key, "loop_without_pause"))
        silent = [road for road in from_start if road[-1] == node.key and not told & set(road)]
        if node.kind == "end" and node.outcome in {"resolved", "escalated"} and silent:
            found.add((node.key, "no_first_message"))
        for _answer, target in node.ways:
            if target not in flow.by_key:
                found.add((node.key, "unknown_target"))
    return found


@settings(max_examples=400, deadline=None)
@given(charts())
def test_the_check_finds_exactly_what_brute_force_finds(flow):
    assert {pair for pair in codes(*flow.nodes) if pair[1] in ROADS} == brute_force(flow)


def test_a_sound_chart_has_no_finding():
    assert codes(question("q", "m", "e"), message("m", "w"), wait("w", "q2"), question("q2", "m", "f"),
                 end("e", "false_alarm"), end("f")) == set()  # fmt: skip


def test_an_empty_chart_says_so():
    assert codes() == {("", "no_nodes")}


def test_two_starts_and_two_nodes_of_one_key_are_named():
    found = codes(step("s", "m", "start"), message("m", "e"), step("t", "m", "start"), end("e"), end("e"))

    assert {("t", "several_starts"), ("e", "duplicate_key")} <= found


def test_a_loop_over_a_question_or_a_wait_is_no_fault():
    found = codes(message("m", "s"), step("s", "w"), wait("w", "q"), question("q", "s", "e"), end("e"))

    assert found == set()


def test_a_message_to_our_own_people_tells_readers_nothing():
    inside = message("m", "e", audience="staff")

    assert codes(inside, end("e")) == {("e", "no_first_message")}
    assert codes(inside, end("e", "handed_over")) == set()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"roles": ("chef",)}, "unknown_role"),
        ({"fact": "weather"}, "unknown_fact"),
        ({"kind": "message", "template": "poem"}, "unknown_template"),
        ({"kind": "message", "phase": "full_moon"}, "unknown_phase"),
        ({"kind": "message", "phase": "holding", "audience": "cats"}, "unknown_audience"),
        ({"kind": "message", "phase": "holding", "channels": ("pigeon",)}, "unknown_channel"),
        ({"kind": "sub_playbook", "playbook": "missing"}, "unknown_playbook"),
        ({"kind": "sub_playbook", "playbook": "third-party"}, "calls_itself"),
    ],
)
def test_a_name_that_does_not_exist_is_named_at_its_node(fields, code):
    node = Node(**{"key": "x", "kind": "step", "text": WORDS, "next": "e", **fields})

    assert ("x", code) in codes(node, end("e", "handed_over"))


def test_what_nobody_can_tell_yet_is_only_warned_about():
    node = Node(key="x", kind="message", text=WORDS, next="e", template="holding.general", fact="symptom")
    found = check(Flow((node, end("e"))), Known())

    assert {(each.code, each.is_warning) for each in found} == {("unknown_template", True), ("unknown_fact", True)}
    assert errors(found) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "question", "answers": (Answer("yes", WORDS, "e"),)}, "answers_missing"),
        ({"kind": "question", "answers": (Answer("yes", WORDS, "e"),) * 2}, "duplicate_answer"),
        ({"kind": "question", "answers": (Answer("yes", WORDS, ""), Answer("no", WORDS, "e"))}, "no_way_on"),
        ({"kind": "step"}, "no_way_on"),
        ({"kind": "message", "next": "e"}, "phase_missing"),
        ({"kind": "assignment", "next": "e"}, "role_missing"),
        ({"kind": "sub_playbook", "next": "e"}, "playbook_missing"),
        ({"kind": "wait", "next": "e"}, "wait_missing"),
        ({"kind": "wait", "next": "e", "minutes": 5, "until": "next_promise"}, "wait_missing"),
        ({"kind": "end"}, "outcome_missing"),
    ],
)
def test_what_a_kind_needs_is_asked_for(fields, code):
    assert ("x", code) in codes(Node(key="x", text=WORDS, **fields), end("e", "handed_over"))


def test_words_in_english_are_needed_and_the_others_warned_about():
    node = Node(key="x", kind="step", text={"en": "Look"}, next="e")
    found = check(Flow((node, end("e", "handed_over"))))
    strict = check(Flow((node, end("e", "handed_over"))), ALL)

    assert [(each.code, each.is_warning) for each in found] == [("text_missing", True)] * 2
    assert [(each.code, each.is_warning) for each in strict] == [("text_missing", False)] * 2


def test_errors_come_before_warnings_and_in_the_order_of_the_nodes():
    nodes = (step("a", "b"), Node(key="b", kind="step", text={"en": "x"}, next="gone"), end("z", "handed_over"))

    assert [(each.node, each.is_warning) for each in check(Flow(nodes))] == [
        ("a", False), ("b", False), ("b", False), ("z", False), ("b", True), ("b", True),
    ]  # fmt: skip
