"""A list of subscribers is read line by line; a broken line spoils no other."""

from io import BytesIO

import pytest

from incidents.subscribers import csvfile
from incidents.subscribers.csvfile import Unreadable


def read(data: bytes, **options):
    file = BytesIO(data)
    header = csvfile.read_header(file)
    return header, list(csvfile.read_rows(file, header, **options))


@pytest.mark.parametrize(
    "data",
    [
        b"address,language\nann@example.org,fr\n",
        b"\xef\xbb\xbfaddress,language\r\nann@example.org,fr\r\n",
        b"Address ; Language\nann@example.org;fr",
        b'"address","language"\n\n"ann@example.org","fr"\n,\n',
    ],
)
def test_bom_semicolon_quotes_and_empty_lines_are_all_fine(data):
    _header, rows = read(data)

    assert [row.cells for row in rows] == [{"address": "ann@example.org", "language": "fr"}]


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", "address,é\n".encode("latin-1"), "address\n".encode("utf-16"), b"name\n", b"address,address\n"],
)
def test_a_file_without_a_readable_header_is_refused(data):
    with pytest.raises(Unreadable):
        read(data)


def test_a_line_in_another_encoding_or_with_an_open_quote_spoils_no_other():
    data = b'address\nann@example.org\n\xe9ric@example.org\n"open\na,b\nx\0y\n' + b"x" * 9_000 + b"\nzoe@example.org\n"

    _header, rows = read(data)

    assert [row.line for row in rows] == [2, 3, 4, 5, 6, 7, 8]
    assert [bool(row.broken) for row in rows] == [False, True, True, True, True, True, False]


def test_too_many_lines_and_strange_columns_are_named():
    header, rows = read(b"address,shoe size\na,1\nb,2\n")
    assert (header.unknown, len(rows)) == (("shoe size",), 2)

    with pytest.raises(Unreadable, match="more than 1 lines"):
        read(b"address\na\nb\n", limit=1)


@pytest.mark.parametrize("cell", ["=1+1", "+33@example.org", "-x", "@sum", "\tx"])
def test_x04_a_cell_that_a_spreadsheet_would_run_is_text_and_comes_back_as_it_was(cell):
    blank = [""] * 10

    lines = list(csvfile.written([[cell, *blank]]))

    assert lines[1].startswith("'")
    _header, rows = read("".join(lines).encode())
    assert rows[0].cells["channel"] == cell.strip() or rows[0].cells["channel"] == cell
