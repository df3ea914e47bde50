"""Charts for tests: small ones by hand, any at all by hypothesis."""

from hypothesis import strategies as st

from incidents.playbooks.flow import Answer, Flow, Node

WORDS = {"en": "a", "fr": "b", "ja": "c"}
KEYS = ("a", "b", "c", "d", "e", "f", "g")


def step(key: str, to: str, kind: str = "step", **fields) -> Node:
    return Node(key=key, kind=kind, text=WORDS, next=to, **fields)


def question(key: str, *targets: str) -> Node:
    answers = tuple(Answer(f"a{index}", WORDS, target) for index, target in enumerate(targets))
    return Node(key=key, kind="question", text=WORDS, answers=answers)


def message(key: str, to: str, **fields) -> Node:
    return Node(key=key, kind="message", text=WORDS, next=to, phase="holding", **fields)


def wait(key: str, to: str) -> Node:
    return Node(key=key, kind="wait", text=WORDS, next=to, minutes=5)


def end(key: str, outcome: str = "resolved") -> Node:
    return Node(key=key, kind="end", text=WORDS, outcome=outcome)


@st.composite
def charts(draw) -> Flow:
    """Up to seven nodes that lead anywhere, also to nodes that don't exist."""
    keys = KEYS[: draw(st.integers(1, len(KEYS)))]
    target = st.sampled_from((*keys, *keys, *keys, "nowhere"))
    nodes = []
    for key in keys:
        kind = draw(st.sampled_from(("step", "step", "question", "message", "wait", "end", "end")))
        if kind == "question":
            nodes.append(question(key, draw(target), draw(target)))
        elif kind == "end":
            nodes.append(end(key, draw(st.sampled_from(("resolved", "escalated", "false_alarm", "handed_over")))))
        elif kind == "message":
            nodes.append(message(key, draw(target), audience=draw(st.sampled_from(("general", "staff")))))
        else:
            nodes.append({"step": step, "wait": wait}[kind](key, draw(target)))
    return Flow(tuple(nodes))
