"""Answers followed through a chart: replayed, corrected, never lost and never raising."""

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.playbooks.flow import Flow, Given, diff, walk
from tests.incidents.playbooks.charts import KEYS, charts, end, message, question, step, wait

FLOW = Flow(
    (
        step("start", "q", "start"),
        question("q", "m", "e"),
        message("m", "w"),
        wait("w", "q2"),
        question("q2", "m", "f"),
        end("e", "false_alarm"),
        end("f"),
    )
)


def log(*answers) -> list[Given]:
    """Rows numbered from 1; a third part names the row that is corrected."""
    return [Given(number, each[0], *each[1:]) for number, each in enumerate(answers, start=1)]


def test_nobody_has_answered_yet():
    found = walk(FLOW)

    assert (found.current, found.is_over) == ("q", False)
    assert [visit.node for visit in found.path] == ["start"]


def test_answers_lead_on_to_an_end():
    found = walk(FLOW, log(("q", "a0"), ("m", "done"), ("w", "done"), ("q2", "a1")))

    assert (found.current, found.is_over) == ("f", True)
    assert found.nodes == {"start", "q", "m", "w", "q2", "f"}
    assert ("q", "m") in found.steps


def test_unknown_stays_and_asks_again():
    found = walk(FLOW, log(("q", "unknown")))

    assert found.current == "q"
    assert found.asks_again
    assert not walk(FLOW, log(("q", "unknown"), ("q", "a0"))).asks_again


def test_a_way_drawn_for_unknown_is_taken():
    asked = Flow((question("q", "e", "e"), end("e")))
    answer = asked.nodes[0].answers[0]
    node = type(asked.nodes[0])(
        key="q", kind="question", answers=(type(answer)("unknown", {}, "e"), asked.nodes[0].answers[1])
    )

    assert walk(Flow((node, end("e"))), log(("q", "unknown"))).is_over


def test_a_correction_supersedes_what_followed():
    found = walk(FLOW, log(("q", "a0"), ("m", "done"), ("q", "a1", 1)))

    assert found.current == "e"
    assert found.superseded == (1, 2)
    assert [visit.given for visit in found.path] == [None, 3]


def test_in_a_loop_a_correction_reaches_the_round_it_names():
    rounds = [("q", "a0"), ("m", "done"), ("w", "done"), ("q2", "a0"), ("m", "done"), ("w", "done"), ("q2", "a0")]
    found = walk(FLOW, log(*rounds, ("q2", "a1", 4)))

    assert found.is_over
    assert found.superseded == (4, 5, 6, 7)


def test_what_fits_nowhere_is_ignored_and_named():
    found = walk(FLOW, log(("m", "done"), ("q", "perhaps"), ("q", "a0"), ("gone", "done"), ("q", "a1", 77)))

    assert found.current == "m"
    assert found.ignored == (1, 2, 4, 5)


rows = st.lists(
    st.tuples(
        st.sampled_from((*KEYS, "nowhere")),
        st.sampled_from(("done", "unknown", "a0", "a1", "a2")),
        st.none() | st.integers(0, 12),
    ),
    max_size=12,
)


@settings(max_examples=400, deadline=None)
@given(charts(), rows)
def test_a_walk_never_raises_and_keeps_every_row_once(flow, answers):
    given_rows = log(*answers)
    found = walk(flow, given_rows)

    told = [visit.given for visit in found.path if visit.given] + [*found.superseded, *found.ignored]
    assert sorted(told) == [row.number for row in given_rows]
    for before, after in found.steps:
        assert not after or after in flow.targets[before]


@settings(max_examples=200, deadline=None)
@given(charts(), rows)
def test_replaying_only_what_stands_leads_to_the_same_place(flow, answers):
    given_rows = log(*answers)
    found = walk(flow, given_rows)
    standing = {visit.given for visit in found.path}
    again = walk(flow, [Given(row.number, row.node, row.answer) for row in given_rows if row.number in standing])

    assert (again.current, again.path, again.ignored) == (found.current, found.path, ())


def test_a_newer_version_tells_what_differs_and_what_is_ahead():
    nodes = list(FLOW.nodes)
    nodes[1] = question("q", "m", "e", "e")
    nodes[6] = end("f", "escalated")
    newer = Flow((*nodes, end("g")))

    found = diff(FLOW, newer, position="w")

    assert (found.changed, found.added, found.removed) == (("q", "f"), ("g",), ())
    assert found.ahead == ("f",)
    assert diff(newer, FLOW).removed == ("g",)
    assert diff(FLOW, newer, position="gone").ahead == ("q", "f")
