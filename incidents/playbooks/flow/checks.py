"""May this chart be published? Every fault is found and named by its node."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from incidents.playbooks.flow.nodes import Flow, Node
from incidents.playbooks.states import SILENT_OUTCOMES, NodeKind, Outcome, Until

LANGUAGES = ("en", "fr", "ja")
INSIDE = "staff"  # a message to our own people tells no reader anything


@dataclass(frozen=True, slots=True)
class Finding:
    """`node` is its key, or "" for the whole chart. A warning doesn't keep it from being published."""

    node: str
    code: str
    text: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """The names a chart may use. None: nobody can tell yet, so using one is only warned about.

    `playbooks` maps each slug to the slugs it calls; `slug` is the chart's own.
    `languages` must all be there; of the others a missing one is warned about.
    """

    templates: Collection[str] | None = None
    roles: Collection[str] | None = None
    facts: Collection[str] | None = None
    audiences: Collection[str] | None = None
    phases: Collection[str] | None = None
    channels: Collection[str] | None = None
    playbooks: Mapping[str, Collection[str]] | None = None
    slug: str = ""
    languages: Collection[str] = field(default=("en",))


def check(flow: Flow, known: Known | None = None) -> list[Finding]:
    """Everything that is wrong, errors first, each in the order of the nodes."""
    known = known or Known()
    if not flow.nodes:
        return [Finding("", "no_nodes", _("There is no node yet."))]
    found = [*_shape(flow), *_ways(flow), *_roads(flow), *_names(flow, known), *_words(flow, known)]
    order = {key: index for index, key in enumerate(node.key for node in flow.nodes)}
    return sorted(dict.fromkeys(found), key=lambda each: (each.is_warning, order.get(each.node, -1)))


def errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if not finding.is_warning]


def _shape(flow: Flow) -> Iterator[Finding]:
    """Each node for itself: what its kind needs."""
    counts = Counter(node.key for node in flow.nodes)
    starts = [node.key for node in flow.nodes if node.kind == NodeKind.START]
    for key in starts[1:]:
        yield Finding(key, "several_starts", _("There can be only one start."))
    for key, count in counts.items():
        if count > 1:
            yield Finding(key, "duplicate_key", _("%(count)d nodes have this key.") % {"count": count})
    for node in flow.nodes:
        yield from _needs(node)


def _needs(node: Node) -> Iterator[Finding]:
    if node.kind == NodeKind.QUESTION:
        if len(node.answers) < 2:
            yield Finding(node.key, "answers_missing", _("A question needs two answers or more."))
        for key, count in Counter(answer.key for answer in node.answers).items():
            if count > 1:
                yield Finding(node.key, "duplicate_answer", _("Two answers have the key “%(key)s”.") % {"key": key})
    if node.kind == NodeKind.END and node.outcome not in Outcome.values:
        yield Finding(node.key, "outcome_missing", _("An end needs an outcome."))
    if node.kind == NodeKind.MESSAGE and not (node.phase or node.template):
        yield Finding(node.key, "phase_missing", _("A message needs a phase or a template."))
    if node.kind == NodeKind.ASSIGNMENT and not node.roles:
        yield Finding(node.key, "role_missing", _("An assignment needs a role."))
    if node.kind == NodeKind.SUB_PLAYBOOK and not node.playbook:
        yield Finding(node.key, "playbook_missing", _("Which playbook comes here?"))
    if node.kind == NodeKind.WAIT and (node.until not in Until.values) == (node.minutes is None):
        yield Finding(node.key, "wait_missing", _("A wait ends after minutes, or at the next promised update."))


def _ways(flow: Flow) -> Iterator[Finding]:
    for key, answer, target in flow.edges():
        named = {"target": target, "answer": answer}
        if not target and answer:
            yield Finding(key, "no_way_on", _("The answer “%(answer)s” leads nowhere.") % named)
        elif not target:
            yield Finding(key, "no_way_on", _("It leads nowhere: name the next node."))
        elif target not in flow.by_key:
            yield Finding(key, "unknown_target", _("It leads to “%(target)s”, which doesn't exist.") % named)


def _roads(flow: Flow) -> Iterator[Finding]:
    """What can be told only by following the ways."""
    reached = flow.reachable(flow.start)
    ending = _leading_to(flow, [node.key for node in flow.nodes if node.kind == NodeKind.END])
    looping = _unpaused(flow)
    silent = _silent(flow)
    for key, node in flow.by_key.items():
        if key not in reached:
            yield Finding(key, "unreachable", _("No way leads here."))
        if key not in ending:
            yield Finding(key, "never_ends", _("No way from here leads to an end."))
        if key in looping:
            yield Finding(key, "loop_without_pause", _("It goes round for ever: no question and no wait on the way."))
        if node.kind == NodeKind.END and key in silent and node.outcome not in SILENT_OUTCOMES:
            yield Finding(
                key, "no_first_message", _("It can end here before readers were told anything: put a message before.")
            )


def _leading_to(flow: Flow, ends: list[str]) -> set[str]:
    back: dict[str, list[str]] = {key: [] for key in flow.by_key}
    for key, targets in flow.targets.items():
        for target in targets:
            back[target].append(key)
    found: set[str] = set()
    waiting = list(ends)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(back[key])
    return found


def _unpaused(flow: Flow) -> set[str]:
    """Nodes that come back to themselves although nobody is asked and nothing waits on the way."""
    pausing = {NodeKind.QUESTION, NodeKind.WAIT}
    ways = {
        key: [target for target in targets if flow.by_key[target].kind not in pausing]
        for key, targets in flow.targets.items()
        if flow.by_key[key].kind not in pausing
    }
    found = set()
    for key in ways:
        seen: set[str] = set()
        waiting = list(ways[key])
        while waiting:
            each = waiting.pop()
            if each not in seen:
                seen.add(each)
                waiting.extend(ways[each])
        if key in seen:
            found.add(key)
    return found


def _silent(flow: Flow) -> set[str]:
    """Nodes that can be reached before readers were told anything."""
    found: set[str] = set()
    waiting = [flow.start]
    while waiting:
        key = waiting.pop()
        node = flow.by_key[key]
        if key not in found:
            found.add(key)
            if node.kind != NodeKind.MESSAGE or node.audience == INSIDE:
                waiting.extend(flow.targets[key])
    return found


def _names(flow: Flow, known: Known) -> Iterator[Finding]:
    tables = (
        ("unknown_template", known.templates, _("There is no template “%(name)s”."), lambda node: [node.template]),
        ("unknown_role", known.roles, _("There is no role “%(name)s”."), lambda node: node.roles),
        ("unknown_fact", known.facts, _("There is no fact “%(name)s”."), lambda node: [node.fact]),
        ("unknown_audience", known.audiences, _("There is no audience “%(name)s”."), lambda node: [node.audience]),
        ("unknown_phase", known.phases, _("There is no phase “%(name)s”."), lambda node: [node.phase]),
        ("unknown_channel", known.channels, _("There is no channel “%(name)s”."), lambda node: node.channels),
        ("unknown_playbook", known.playbooks, _("There is no playbook “%(name)s”."), lambda node: [node.playbook]),
    )
    for node in flow.nodes:
        for code, names, sentence, used in tables:
            for name in used(node):
                if name and names is None:
                    told = _("Nobody can tell yet whether “%(name)s” exists.") % {"name": name}
                    yield Finding(node.key, code, told, is_warning=True)
                elif name and name not in names:
                    yield Finding(node.key, code, sentence % {"name": name})
        if node.playbook and _calls(node.playbook, known):
            yield Finding(
                node.key, "calls_itself", _("“%(name)s” leads back to this playbook.") % {"name": node.playbook}
            )


def _calls(slug: str, known: Known) -> bool:
    """Whether the playbook called `slug` comes back to this one, at once or over others."""
    seen: set[str] = set()
    waiting = [slug]
    while waiting:
        each = waiting.pop()
        if each == known.slug:
            return True
        if each not in seen:
            seen.add(each)
            waiting.extend((known.playbooks or {}).get(each, ()))
    return False


def _words(flow: Flow, known: Known) -> Iterator[Finding]:
    for node in flow.nodes:
        if node.kind == NodeKind.START and not node.text:
            continue  # "Start" says it
        for texts, of in [(node.text, ""), *((answer.text, answer.key) for answer in node.answers)]:
            for language in LANGUAGES:
                if not texts.get(language, "").strip():
                    sentence = (
                        _("The answer “%(of)s” has no words in %(language)s.")
                        if of
                        else _("It has no words in %(language)s.")
                    )
                    told = sentence % {"of": of, "language": language}
                    yield Finding(node.key, "text_missing", told, is_warning=language not in known.languages)
