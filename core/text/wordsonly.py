"""The words of somebody else’s HTML, for people: no markup, no script, no quoted history. Pure.

Not with an HTML parser: Python's and nh3's take minutes over half a megabyte that is broken on purpose
(measured: `"<a href=" * 100_000`, `"<div>" * 200_000`). Words need no tree; each step here is linear.
"""

import re
from collections.abc import Iterator
from html import unescape

LONGEST = 500_000
TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})([^<>]{0,5000})>|<[!?][^<>]{0,5000}>")
ATTRIBUTE = re.compile(r"\b(class|id|href|type)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
SILENT = frozenset({"head", "style", "script", "title", "template", "noscript", "svg", "object", "select", "textarea"})
BREAKS = frozenset({"div", "br", "li", "tr", "hr", "section", "article", "header", "footer", "dt", "dd", "address"})
APART = frozenset({"p", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "figure"})
VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "embed", "source", "track"})
QUOTES = re.compile(r"gmail_quote|moz-cite-prefix|yahoo_quoted|protonmail_quote|OutlookMessageHeader", re.IGNORECASE)
WEB = re.compile(r"https?://\S{1,2000}", re.IGNORECASE)


def render(html: str) -> str:
    """`html` as paragraphs of plain text."""
    found = "".join(_words(_without_comments(html[:LONGEST])))
    lines = [line.strip() for line in found.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_comments(html: str) -> str:
    first, *others = html.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _words(html: str) -> Iterator[str]:
    """Text and line ends; what stands inside a silent element or a quote is left out until that one ends."""
    at, left_out, depth, link, said = 0, "", 0, "", ""
    for token in TOKEN.finditer(html):
        if not left_out:
            text = re.sub(r"[ \t\r\n\f]+", " ", unescape(html[at : token.start()]))
            said += text
            yield text
        at = token.end()
        closes, tag = bool(token[1]), (token[2] or "").lower()
        if left_out:
            depth += (tag == left_out) * (-1 if closes else 1)
            left_out = left_out if depth else ""
            continue
        given = {} if closes or not tag else _attributes(token[3])
        if not closes and tag not in VOID and _is_left_out(tag, given):
            left_out, depth = tag, 1
        elif tag == "a":
            if closes and WEB.fullmatch(link) and link not in said:
                yield f" ({link})"
            named = "mention" in given.get("class", "")  # a person's name is no address to open
            link, said = "" if named else given.get("href", "").strip(), ""
        else:
            yield _space(tag, closes=closes)
    if not left_out:
        yield unescape(html[at:])


def _attributes(text: str) -> dict[str, str]:
    found = ((each[1].lower(), each[2] or each[3] or each[4] or "") for each in ATTRIBUTE.finditer(text))
    return {name: unescape(value) for name, value in found}


def _is_left_out(tag: str, given: dict[str, str]) -> bool:
    cited = tag == "blockquote" and given.get("type", "").lower() == "cite"
    return tag in SILENT or cited or bool(QUOTES.search(f"{given.get('class', '')} {given.get('id', '')}"))


def _space(tag: str, *, closes: bool) -> str:
    if tag in APART:
        return "\n\n"
    if tag in BREAKS and not (closes and tag in VOID):
        return "\n- " if tag == "li" and not closes else "\n"
    return ""
