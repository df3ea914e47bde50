"""People's Markdown as a letter without markup shows it: paragraphs, lists, and addresses after their words."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from core.text import markdown


def render(text: str) -> str:
    """`text` without its marks: paragraphs stay apart, a link is followed by its address."""
    blocks = list(_blocks(markdown.parse(text)))
    return "".join(blocks).strip()


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    numbers: list[int | None] = []  # per open list: the next number, None for dashes
    for token in tokens:
        if token.type == "bullet_list_open":
            numbers.append(None)
        elif token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            numbers.pop()
            yield "" if numbers else "\n"
        elif token.type == "list_item_open":
            yield _bullet(numbers)
        elif token.type == "inline":
            yield "".join(_words(token.children or ())) + ("\n" if numbers else "\n\n")
        elif token.type in {"fence", "code_block"}:
            yield token.content + "\n"


def _bullet(numbers: list[int | None]) -> str:
    indent = "  " * (len(numbers) - 1)
    number = numbers[-1]
    if number is None:
        return f"{indent}- "
    numbers[-1] = number + 1
    return f"{indent}{number}. "


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    address, said = "", ""
    for token in tokens:
        if token.type == "link_open":
            address, said = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            if address and address.removeprefix("mailto:") != said:
                yield f" ({address})"
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        elif token.type in {"text", "code_inline", "text_special"}:
            said += token.content
            yield token.content
