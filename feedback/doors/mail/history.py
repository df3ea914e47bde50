"""What a mail says anew: its text without the older mails it quotes. Pure.

Only what stands at the end goes: an answer written between the lines of a quote needs them.
"""

import re

# "On Monday … Ana wrote:" in the languages and habits of mail programs, over at most three lines.
INTRO = re.compile(
    r"^(?:>\s?)?(?:"
    r"(?:On|Am|Le|El|Il|Op|Em)\b.{4,300}?(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu).{0,80}[:：]"
    r"|\d{4}[年/.-]\s?\d{1,2}[月/.-]\s?\d{1,2}.{0,200}@.{0,100}[:：]"
    r"|.{0,200}(?:さんは書きました|は書きました|のメール)[:：]"
    r")\s*$",
    re.IGNORECASE,
)
DIVIDER = re.compile(
    r"^[-_]{2,}\s*(?:Original Message|Message d.origine|Message original|Forwarded message|Message transféré|"
    r"元のメッセージ|転送メッセージ|Ursprüngliche Nachricht|Mensaje original)\s*[-_]*\s*$",
    re.IGNORECASE,
)
OUTLOOK = re.compile(r"^\*?(?:From|De|Von|差出人|Da|Van)\s?\*?[:：]\*?\s*\S", re.IGNORECASE)
OUTLOOK_NEXT = re.compile(
    r"^\*?(?:Sent|Date|Envoyé|Gesendet|送信日時|日時|To|À|An|宛先|Subject|Objet|Betreff|件名|Cc)\s?\*?[:：]",
    re.IGNORECASE,
)
LOOK_AHEAD = 3


def fresh(text: str) -> str:
    """`text` without what it quotes at its end; all of it where nothing else would be left."""
    lines = text.splitlines()
    kept = _without_block(lines)
    kept = _without_tail(kept)
    words = "\n".join(kept).strip()
    return words or text.strip()


def _without_block(lines: list[str]) -> list[str]:
    """Outlook's way: a divider or a block of headers, and everything below it."""
    for number, line in enumerate(lines):
        if DIVIDER.match(line.strip()):
            return lines[:number]
        if OUTLOOK.match(line.strip()):
            below = [each.strip() for each in lines[number + 1 : number + 1 + LOOK_AHEAD]]
            if sum(bool(OUTLOOK_NEXT.match(each)) for each in below) >= 2:
                return lines[: _above_rule(lines, number)]
    return lines


def _above_rule(lines: list[str], number: int) -> int:
    """A line of dashes over the headers belongs to them."""
    above = number
    while above and (not lines[above - 1].strip() or re.fullmatch(r"[-_]{5,}", lines[above - 1].strip())):
        above -= 1
    return above


def _without_tail(lines: list[str]) -> list[str]:
    """The quoted lines at the end with the sentence that introduces them."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith((">", "＞"))):
        end -= 1
    quoted = any(line.strip() for line in lines[end:])
    for size in range(1, LOOK_AHEAD + 1):
        if end >= size and INTRO.match(" ".join(line.strip() for line in lines[end - size : end])):
            return lines[: end - size]
    return lines[:end] if quoted else lines
