from incidents.wording.linter import table, words
from incidents.wording.linter.draft import Draft, Finding, Level
from incidents.wording.linter.reading import Reading
from incidents.wording.linter.registry import Hit, Rule, rules

NEUTRAL = "en"  # patterns to read a language nobody has written down: only wordless rules are asked


def check(draft: Draft, *, category: str = "") -> tuple[Finding, ...]:
    """Everything to say about `draft`: what blocks first, then in the order of the text.

    `category` asks the rules of that category only.
    """
    known = words.of(draft.language)
    reading = Reading(draft, known or words.of(NEUTRAL))
    if not draft.text.strip():
        return ()
    wanted = table.applying(phase=draft.phase, audience=draft.audience, channel_kind=draft.channel_kind)
    found = [
        _finding(rule, hit)
        for rule in rules().values()
        if rule.id in wanted and (known or rule.wordless) and category in ("", rule.category)
        for hit in rule.check(reading)
    ]
    return tuple(
        sorted(found, key=lambda each: (each.level != Level.BLOCK, each.part != "text", each.start, each.rule))
    )


def _finding(rule: Rule, hit: Hit) -> Finding:
    return Finding(
        rule=rule.id,
        practice=rule.practice,
        level=hit.level or rule.level,
        category=rule.category,
        overridable=rule.overridable,
        message=hit.message or rule.message,
        part=hit.part,
        start=hit.start,
        end=hit.end,
        mend=hit.mend,
    )
