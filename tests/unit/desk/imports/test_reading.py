"""Rows of the three kinds of file: what is taken, and what is said of each bad one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.imports.reading import read_rows
from desk.imports.refusal import BadRow, ImportRefused
from desk.imports.sheet import Sheet
from desk.imports.sheets import EXCHANGES, SHEETS, SUBSCRIBERS, WORKS

ZONE = ZoneInfo("Asia/Shanghai")
SUBSCRIBER = "line_number,owner,address,key_account"
WORKS_HEADER = "prefix,starts,ends,text_zh,text_en"


def read(sheet: Sheet, *lines: str) -> list[tuple[int, tuple[object, ...]] | BadRow]:
    return list(read_rows([f"{line}\n" for line in lines], sheet, ZONE))


def one(sheet: Sheet, *lines: str) -> tuple[object, ...] | str:
    """The one row's values, or the reason why it is bad."""
    [row] = read(sheet, *lines)
    return row.reason if isinstance(row, BadRow) else row[1]


def test_the_columns_are_those_of_the_design() -> None:
    assert {name: ",".join(sheet.columns) for name, sheet in SHEETS.items()} == {
        "exchanges": "prefix,branch,test_centre",
        "subscribers": "line_number,owner,address,key_account",
        "works": "prefix,starts,ends,text_zh,text_en",
    }


def test_columns_in_any_order_and_case() -> None:
    row = one(EXCHANGES, " Test_Centre ,PREFIX,branch", "样例测量中心,5550,样例分局")
    assert row == ("5550", "样例分局", "样例测量中心")


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    rows = read(
        EXCHANGES, "prefix,branch,test_centre", "5550,a,b", "", '5551,"two', 'lines",b', "x,a,b", "5552,a,b"
    )
    assert [row.line if isinstance(row, BadRow) else row[0] for row in rows] == [2, 4, 6, 7]


KEY_ACCOUNTS = [
    ("yes", True),
    ("no", False),
    ("YES", True),
    ("true", True),
    ("False", False),
    ("1", True),
    ("0", False),
    ("是", True),
    ("否", False),
    (" 是 ", True),
    ("", "key_account: empty"),
    ("maybe", "key_account: expected yes or no, found 'maybe'"),
    ("2", "key_account: expected yes or no, found '2'"),
]


@pytest.mark.parametrize(("cell", "found"), KEY_ACCOUNTS)
def test_key_account(cell: str, found: bool | str) -> None:
    row = one(SUBSCRIBERS, SUBSCRIBER, f"55501234,o,a,{cell}")
    assert (row if isinstance(row, str) else row[3]) == found


NUMBERS = [
    ("three digits", "555", None),
    ("twenty digits", "5" * 20, None),
    ("spaces around", " 55501234 ", None),
    ("leading zeros stay", "05550123", None),
    ("two digits", "55", "found '55'"),
    ("twenty-one digits", "5" * 21, "3 to 20 digits"),
    ("a plus sign", "+8655501234", "3 to 20 digits"),
    ("hyphens", "5550-1234", "found '5550-1234'"),
    ("as a spreadsheet rounds it", "5.55E+07", "3 to 20 digits"),
    ("full-width digits", "５５５０１２３４", "3 to 20 digits"),
    ("superscript digits", "555²", "3 to 20 digits"),
    ("empty", "", "line_number: empty"),
]


@pytest.mark.parametrize(("reason", "cell", "fault"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_line_numbers(reason: str, cell: str, fault: str | None) -> None:
    row = one(SUBSCRIBERS, SUBSCRIBER, f"{cell},o,a,no")
    if fault is None:
        assert row[0] == cell.strip(), reason
    else:
        assert isinstance(row, str), reason
        assert fault in row


TEXTS = [
    ("Chinese, with a full-width space", "样例　用户", None),
    ("an apostrophe", "O'Sample", None),
    ("no owner", "", "owner: empty"),
    ("too long", "样" * 201, "200 characters at most"),
    ("a NUL", "Sam\x00ple", "no control characters"),
    ("an escape sequence", "\x1b[31mred", "no control characters"),
    ("text that runs backwards", "Sample\u202eelpmas", "no control characters"),
    ("a hidden character", "Sam\u200bple", "no control characters"),
]


@pytest.mark.parametrize(("reason", "cell", "fault"), TEXTS, ids=[row[0] for row in TEXTS])
def test_owners(reason: str, cell: str, fault: str | None) -> None:
    row = one(SUBSCRIBERS, SUBSCRIBER, f"55501234,{cell},a,no")
    if fault is None:
        assert row[1] == cell, reason
    else:
        assert isinstance(row, str), reason
        assert fault in row
        assert row.isprintable(), "what is printed to a terminal is harmless"


def test_an_address_may_be_empty() -> None:
    assert one(SUBSCRIBERS, SUBSCRIBER, "55501234,o,,no") == ("55501234", "o", "", False)


NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
TIMES = [
    ("site's zone when it names none", "2026-11-22T12:00:00", NOON),
    ("a space for the T", "2026-11-22 12:00", NOON),
    ("UTC", "2026-11-22T04:00:00Z", NOON),
    ("another zone", "2026-11-22T05:00+01:00", NOON),
    ("a day is its midnight", "2026-11-22", datetime(2026, 11, 21, 16, 0, tzinfo=UTC)),
    ("not ISO 8601", "22.11.2026 12:00", None),
    ("no such day", "2026-02-30", None),
    ("before all time", "0001-01-01T00:00", None),
    ("empty", "", None),
]


@pytest.mark.parametrize(("reason", "cell", "found"), TIMES, ids=[row[0] for row in TIMES])
def test_times(reason: str, cell: str, found: datetime | None) -> None:
    row = one(WORKS, WORKS_HEADER, f"5550,{cell},2027-01-01,样例工程,Sample works")
    if found is None:
        assert isinstance(row, str), reason
        assert row.startswith("starts: ")
    else:
        assert row[1] == found, reason


def test_works_end_after_they_start() -> None:
    reason = one(WORKS, WORKS_HEADER, "5550,2026-11-22T12:00,2026-11-22T12:00,,")
    assert reason == "ends: expected a time after starts, found '2026-11-22T12:00'"


SHAPES = [
    ("too few cells", "5550,a", "expected 3 cells, found 2"),
    ("too many cells", "5550,a,b,c", "expected 3 cells, found 4"),
    ("commas alone", ",,", "prefix: empty"),
    ("text after a closing quote", '5550,"a"b,c', "not CSV"),
    ("a prefix that is none", "55x0,a,b", "prefix: expected 1 to 20 digits, found '55x0'"),
    ("a long wrong value is cut", f"{'x' * 500},a,b", "…'"),
]


@pytest.mark.parametrize(("reason", "line", "fault"), SHAPES, ids=[row[0] for row in SHAPES])
def test_bad_shapes(reason: str, line: str, fault: str) -> None:
    rows = read(EXCHANGES, "prefix,branch,test_centre", line, "5551,a,b")
    assert isinstance(rows[0], BadRow), reason
    assert rows[0].line == 2
    assert fault in rows[0].reason
    assert rows[1:] == [(3, ("5551", "a", "b"))], "reading goes on after a bad row"


def test_a_quote_that_is_never_closed_is_one_bad_row() -> None:
    [row] = read(EXCHANGES, "prefix,branch,test_centre", '5550,"a,b', "5551,a,b")
    assert isinstance(row, BadRow)
    assert row.line == 2


HEADERS = [
    ("no file content", (), "missing: prefix, branch, test_centre"),
    ("a row where the header should be", ("5550,a,b",), "missing: prefix, branch, test_centre"),
    ("one column missing", ("prefix,branch", "5550,a"), "missing: test_centre"),
    ("an unknown column", ("prefix,branch,test_centre,colour",), "not known: colour"),
    ("a column without a name", ("prefix,branch,test_centre,",), r"not known: \(empty\)"),
    ("a column twice", ("prefix,branch,branch,test_centre",), "each once"),
    ("semicolons", ("prefix;branch;test_centre",), "missing"),
    ("not CSV", ('prefix,"branch"x,test_centre',), "line 1 is not CSV"),
]


@pytest.mark.parametrize(("reason", "lines", "fault"), HEADERS, ids=[row[0] for row in HEADERS])
def test_a_header_that_will_not_do_is_refused(reason: str, lines: tuple[str, ...], fault: str) -> None:
    with pytest.raises(ImportRefused, match=fault):
        read(EXCHANGES, *lines)
