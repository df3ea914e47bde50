"""Subscribers as lines of CSV: read line by line, so that a broken one spoils no other.

Each line is decoded and parsed by itself: no cell of ours holds a line break, and an open quote
or a stray byte must not swallow the rest of the file.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext as _

from core.text import spreadsheet

COLUMNS = (
    *("channel", "address", "language", "audience", "components", "regions", "kinds", "time_zone", "contact"),
    "page",  # its host; empty: the default page
)
# Our own export has these as well: who follows one incident, or has left, must not come in as more.
ALSO_READ = ("incident", "state")
BETWEEN = "|"  # several components, regions or kinds in one cell
MAX_LINE = 8_000
MAX_ROWS = 100_000
_BOM = b"\xef\xbb\xbf"


class Unreadable(ValueError):
    """The file as a whole can't be read; says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it says by column, or why it can't be read."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    broken: str = ""

    def several(self, column: str) -> tuple[str, ...]:
        parts = (part.strip() for part in self.cells.get(column, "").split(BETWEEN))
        return tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Header:
    columns: tuple[str, ...]
    delimiter: str

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if name not in (*COLUMNS, *ALSO_READ))


def read_header(file: BinaryIO) -> Header:
    """The names of the columns, from the first line. Raises `Unreadable`."""
    raw = file.readline(MAX_LINE + 1).removeprefix(_BOM)
    if not raw.strip():
        raise Unreadable(_("The file is empty."))
    try:
        text = raw.decode("utf-8")
        delimiter = ";" if text.count(";") > text.count(",") else ","
        names = tuple(name.strip().lower() for name in _cells(text, delimiter))
    except UnicodeDecodeError as error:
        raise Unreadable(_("The file is not UTF-8. Save it as “CSV UTF-8”.")) from error
    except csv.Error as error:
        raise Unreadable(_("The first line can't be read as CSV.")) from error
    if "\0" in text or len(raw) > MAX_LINE:
        raise Unreadable(_("The first line can't be read as CSV."))
    if "address" not in names or len(set(names)) < len(names):
        raise Unreadable(_("The first line must name each column once, “address” among them."))
    return Header(columns=names, delimiter=delimiter)


def read_rows(file: BinaryIO, header: Header, *, limit: int = MAX_ROWS) -> Iterator[Row]:
    """The lines after the header, one at a time. Raises `Unreadable` beyond `limit` rows."""
    number, rows = 1, 0
    while raw := file.readline(MAX_LINE + 1):
        number += 1
        too_long = len(raw) > MAX_LINE
        while too_long and raw and not raw.endswith(b"\n"):
            raw = file.readline(MAX_LINE + 1)
        if not raw.strip(b" \t\r\n,;"):
            continue
        rows += 1
        if rows > limit:
            raise Unreadable(_("The file has more than %(count)d lines. Split it.") % {"count": limit})
        yield Row(line=number, broken=_("The line is too long.")) if too_long else _row(number, raw, header)


def _row(number: int, raw: bytes, header: Header) -> Row:
    try:
        cells = _cells(raw.decode("utf-8"), header.delimiter)
    except UnicodeDecodeError:
        return Row(line=number, broken=_("The line is not UTF-8."))
    except csv.Error:
        return Row(line=number, broken=_("The line can't be read as CSV: look for a quotation mark left open."))
    if len(cells) > len(header.columns):
        return Row(line=number, broken=_("The line has more cells than the first line names."))
    if "\0" in "".join(cells):
        return Row(line=number, broken=_("The line holds a character that no text has."))
    return Row(line=number, cells={name: _plain(cell) for name, cell in zip(header.columns, cells, strict=False)})


def _cells(text: str, delimiter: str) -> list[str]:
    return next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter, strict=True), [])


def _plain(cell: str) -> str:
    """Without the apostrophe that `spreadsheet.safe` put there."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(spreadsheet.FORMULA) else cell


def written(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Lines of CSV, the names of the columns first."""
    return spreadsheet.lines((*COLUMNS, *ALSO_READ), rows)
