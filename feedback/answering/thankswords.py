"""What automatic thanks say: that it has arrived, what happens next and by when. Pure but for the language.

They hold nothing of what a stranger typed but a plain name: whoever gives somebody else's address
must not be able to write to it through us.
"""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_PLAIN_NAME = re.compile(r"[^\W\d_]+(?:(?:\.? |['’\-])[^\W\d_]+){0,5}\.?")  # a dot within a word makes an address
LONGEST_NAME = 40

OPENINGS = {
    "complaint": gettext_lazy(
        "Thank you for telling us so plainly. We are sorry for the trouble, and we take it seriously."
    ),
    "problem": gettext_lazy(
        "Thank you for telling us that something does not work. We are sorry about it, and we are looking into it."
    ),
    "question": gettext_lazy("Thank you for your question. It has reached us, and you will get an answer."),
    "idea": gettext_lazy("Thank you for your idea. People who build this will read it, not only those who answer."),
    "compliment": gettext_lazy("Thank you, that made our day. We pass it on to those who earned it."),
}
NEUTRAL = gettext_lazy("Thank you for writing to us. Your message has arrived, and a person is going to read it.")


def said(
    *, register: str | None, name: str, reference: str, by_when: str, articles: Sequence[tuple[str, str]] = ()
) -> str:
    """The thanks as Markdown, in the active language; `by_when` is "" where no hour can be promised."""
    known = plain(name)
    parts = [
        _("Hello %(name)s,") % {"name": known} if known else _("Hello,"),
        str(OPENINGS.get(register or "", NEUTRAL)),
        _("A person answers you by %(moment)s.") % {"moment": by_when}
        if by_when
        else _("A person answers you as soon as one of us can."),
    ]
    if articles:
        lines = "\n".join(f"- [{bare(title)}]({address})" for title, address in articles)
        parts += [_("Perhaps this helps you already:"), lines]
    parts.append(
        _("The reference of this conversation is %(reference)s. On its private page you can add to it or close it.")
        % {"reference": reference}
    )
    return "\n\n".join(parts)


def plain(name: str) -> str:
    """A name as people have them, or ""."""
    name = " ".join(name.split())
    return name if len(name) <= LONGEST_NAME and _PLAIN_NAME.fullmatch(name) else ""


def bare(title: str) -> str:
    return re.sub(r"[\[\]()<>\\`*_]", "", title)
