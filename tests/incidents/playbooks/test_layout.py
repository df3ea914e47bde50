"""Every chart can be laid out: boxes don't overlap, ways run between them and never through them."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings

from incidents.playbooks import document, picture
from incidents.playbooks.flow import Flow, Given, check, walk
from incidents.playbooks.layout import Size, lay_out
from incidents.playbooks.wrapping import width, wrap
from tests.factories import playbooks
from tests.incidents.playbooks.charts import charts


def laid(flow: Flow):
    sizes = {
        key: Size(224.0, 60.0 + 13 * len(key), tuple(224.0 * (i + 0.5) / len(node.ways) for i in range(len(node.ways))))
        for key, node in flow.by_key.items()
    }
    ways = [
        (key, index, target)
        for key, node in flow.by_key.items()
        for index, (_answer, target) in enumerate(node.ways)
        if target in flow.by_key
    ]
    return sizes, lay_out(sizes, ways)


@settings(max_examples=200, deadline=None)
@given(charts())
def test_boxes_stand_apart_inside_the_picture(flow):
    sizes, layout = laid(flow)
    places = layout.places
    for key, place in places.items():
        assert place.x >= 0 <= place.y
        assert place.x + sizes[key].width <= layout.width
        assert place.y + sizes[key].height <= layout.height
        for other, there in places.items():
            apart = (
                place.x + sizes[key].width <= there.x
                or there.x + sizes[other].width <= place.x
                or place.y + sizes[key].height <= there.y
                or there.y + sizes[other].height <= place.y
            )
            assert apart or key == other


@settings(max_examples=200, deadline=None)
@given(charts())
def test_a_way_runs_from_its_port_to_the_top_of_its_box_and_through_no_box(flow):
    sizes, layout = laid(flow)
    for (source, index, target), points in layout.lines.items():
        start, end = layout.places[source], layout.places[target]
        assert points[0] == pytest.approx((start.x + sizes[source].ports[index], start.y + sizes[source].height))
        assert points[-1] == pytest.approx((end.x + sizes[target].width / 2, end.y))
        for (x1, y1), (x2, y2) in pairwise(points):
            assert abs(x1 - x2) < 0.6 or abs(y1 - y2) < 0.6
            assert min(x1, x2) >= 0
            assert max(x1, x2) <= layout.width
            for key, place in layout.places.items():
                inside = (
                    min(x1, x2) < place.x + sizes[key].width - 1
                    and max(x1, x2) > place.x + 1
                    and min(y1, y2) < place.y + sizes[key].height - 1
                    and max(y1, y2) > place.y + 1
                )
                assert not inside, (key, (x1, y1), (x2, y2))


def test_japanese_is_broken_where_it_may_be():
    lines = wrap("影響を受けているお客様の範囲を確認し、「再生できない」という報告を数えてください。", 12, 9)

    assert all(width(line) <= 13 for line in lines)
    assert not [line for line in lines if line[0] in "、。」"]


def test_french_keeps_its_punctuation_with_the_word():
    assert wrap("Les connexions échouent-elles\u202f?", 9, 3)[-1].endswith("\u202f?")


def test_what_is_too_long_is_cut_and_says_so():
    lines = wrap("word " * 50, 10, 3)

    assert len(lines) == 3
    assert lines[-1].endswith("…")


def drawn(flow: Flow, **fields) -> str:
    return render_to_string("playbooks/_chart.html", {"chart": picture.draw(flow, "en", title="Chart", **fields)})


def flow() -> Flow:
    return document.read_flow(playbooks.nodes())


def test_the_path_is_lit_and_the_current_node_is_named():
    html = drawn(flow(), walk=walk(flow(), [Given(1, "q1", "yes")]))

    assert re.search(r'class="node kind-assignment is-lit is-current"', html)
    assert html.count('class="way is-lit"') == 1
    assert html.count("▶ Now") == 1


def test_a_broken_node_is_marked_with_a_word():
    nodes = playbooks.nodes()
    nodes[1]["next"] = "gone"
    broken = document.read_flow(nodes)
    html = drawn(broken, findings=check(broken))

    assert 'class="node kind-assignment is-broken"' in html
    assert 'class="node kind-message is-cut-off"' in html
    assert "⚠ To mend" in html


def test_words_of_people_stay_words():
    nodes = playbooks.nodes()
    nodes[0]["text"]["en"] = '<script>alert(1)</script>"'

    assert "<script" not in drawn(document.read_flow(nodes))


def test_numbers_have_points_in_every_language():
    with_comma = render_to_string(
        "playbooks/_chart.html", {"chart": picture.draw(flow(), "fr", title="Diagramme")}, request=None
    )

    assert not re.search(r'(?:x|y|width|height)="\d+,\d', with_comma)


def test_thirty_nodes_fit_the_width_of_a_screen():
    nodes = [
        {
            "key": f"s{index}",
            "kind": "step",
            "text": {"en": "Do what comes next"},
            "next": f"s{index + 1}",
        }
        for index in range(29)
    ]
    nodes.append({"key": "s29", "kind": "end", "text": {"en": "Over"}, "outcome": "handed_over"})
    chart = picture.draw(document.read_flow(nodes), "en", title="Long")

    assert chart.width <= 1300
    assert len(chart.boxes) == 30
