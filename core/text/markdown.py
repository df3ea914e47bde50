"""People's Markdown to HTML that cannot act: rendered once, when the text is saved."""

import html
import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = frozenset({"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "ul"})
SCHEMES = frozenset({"http", "https", "mailto"})

# Headings and images stay text: a heading would break the page's outline, an image would tell
# a stranger's server who reads.
_parser = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable("strikethrough")
    .disable(["image", "heading", "lheading", "reference"])
)
# Whatever isn't plainly one of these, relative addresses included, stays text.
_parser.validateLink = re.compile(r"(https?://|mailto:)[^\s]", re.IGNORECASE).match
_cleaner = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes=set(SCHEMES),
    link_rel="nofollow noopener noreferrer",
    strip_comments=True,
)


def render(text: str) -> str:
    """HTML of `text`; markup typed by people comes out as text, links keep http, https and mailto.

    Cleaned after rendering as well: one of the two may have a hole, both hardly the same one.
    """
    return _cleaner.clean(_parser.render(text.replace("\x00", ""))).strip()


def plain(text: str) -> str:
    """The words of `text` without its marks."""
    return html.unescape(nh3.clean(render(text), tags=set())).strip()


def parse(text: str) -> list[Token]:
    """The tokens of `text`, for renderings that are no HTML."""
    return _parser.parse(text.replace("\x00", ""))
