"""`faultline import` and `faultline export` as operations use them, on both databases."""

import csv
import json
import sqlite3
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from desk.exports.kind import KINDS
from faultline.cli import app

SUBSCRIBERS = "line_number,owner,address,key_account\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Path:
    """The working folder of a site without a settings file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FAULTLINE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FAULTLINE_DATABASE_URL", database_url)
    return tmp_path


def faultline(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def write(folder: Path, content: str, encoding: str = "utf-8") -> str:
    (folder / "file.csv").write_bytes(content.encode(encoding))
    return "file.csv"


def test_the_three_kinds_go_in(folder: Path) -> None:
    done = faultline("import", "exchanges", write(folder, "prefix,branch,test_centre\n5550,样例分局,样例\n"))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "exchanges: 1 rows (UTF-8): 1 added, 0 updated, 0 unchanged, 0 removed\n"
    done = faultline("import", "subscribers", write(folder, SUBSCRIBERS + "55501234,样例,,是\n", "gb18030"))
    assert done.stdout == "subscribers: 1 rows (GB18030): 1 added, 0 updated, 0 unchanged, 0 removed\n"
    works = "prefix,starts,ends,text_zh,text_en\n5550,2026-11-22,2026-11-23,样例,Sample\n"
    assert faultline("import", "works", write(folder, works)).exit_code == 0
    again = faultline("import", "works", write(folder, works))
    assert again.stdout == "works: 1 rows (UTF-8): 0 added, 0 updated, 1 unchanged, 0 removed\n"


def test_replace_removes(folder: Path) -> None:
    faultline("import", "subscribers", write(folder, SUBSCRIBERS + "5550,a,,no\n5551,a,,no\n"))
    done = faultline("import", "subscribers", "--replace", write(folder, SUBSCRIBERS + "5551,a,,no\n"))
    assert done.stdout == "subscribers: 1 rows (UTF-8): 0 added, 0 updated, 1 unchanged, 1 removed\n"


def test_bad_rows_are_shown_up_to_a_limit_and_all_written_to_a_file(folder: Path) -> None:
    rows = "".join(f"{number},a,,perhaps\n" for number in range(1000, 1030))
    done = faultline("import", "subscribers", write(folder, SUBSCRIBERS + rows), "--errors", "bad.csv")
    assert done.exit_code == 1
    assert done.stdout == ""
    shown = done.stderr.splitlines()
    assert shown[0] == "line 2: key_account: expected yes or no, found 'perhaps'"
    assert shown[19].startswith("line 21: ")
    assert shown[20:] == [
        "and 10 more",
        "subscribers: 30 rows (UTF-8), 30 bad: nothing was changed",
    ]
    with (folder / "bad.csv").open(encoding="utf-8", newline="") as stream:
        written = list(csv.DictReader(stream))
    assert [row["line"] for row in written] == [str(line) for line in range(2, 32)]
    assert written[-1]["reason"] == "key_account: expected yes or no, found 'perhaps'"


REFUSED = [
    ("no header", b"55501234,a,b,no\n", "missing: line_number, owner, address, key_account"),
    ("neither encoding", b"line_number\xff\n", "neither UTF-8 nor GB18030: line 1 cannot be read"),
    ("empty", b"", "missing: line_number"),
]


@pytest.mark.parametrize(("reason", "content", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_file_that_is_no_such_list_is_refused(folder: Path, reason: str, content: bytes, said: str) -> None:
    (folder / "file.csv").write_bytes(content)
    done = faultline("import", "subscribers", "file.csv")
    assert done.exit_code == 1, reason
    assert done.stderr.startswith("import: file.csv: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_not_there_and_a_kind_that_is_none(folder: Path) -> None:
    assert faultline("import", "subscribers", "none.csv").exit_code == 2
    assert faultline("import", "customers", write(folder, "")).exit_code == 2


def test_an_import_without_a_database_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTLINE_DATABASE_URL", f"postgresql+asyncpg://faultline@/none?host={folder}")
    done = faultline("import", "subscribers", write(folder, SUBSCRIBERS))
    assert done.exit_code == 1
    assert done.stderr.startswith("import: the database does not answer")


def header_of(file: Path) -> list[object]:
    """The columns' names as another programme reads them; none in JSON lines."""
    match file.suffix:
        case ".csv":
            with file.open(encoding="utf-8", newline="") as stream:
                return list(next(csv.reader(stream)))
        case ".xlsx":
            return [cell.value for cell in next(load_workbook(file).active.iter_rows())]
    assert file.read_bytes() == b""
    return []


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_every_kind_in_every_form(folder: Path, form: str) -> None:
    for kind, columns in KINDS.items():
        file = folder / f"{kind}.{form}"
        done = faultline("export", kind, "--format", form, "--output", file.name)
        assert (done.exit_code, done.stdout) == (0, f"{kind}: 0 rows in {file.name}\n")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, "personal data"
        assert header_of(file) == ([] if form == "jsonl" else list(columns.columns))
    assert list(folder.glob(".*")) == [], "no half-written file stays behind"


def test_to_standard_output_in_the_sites_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FAULTLINE_DATA", str(tmp_path))
    monkeypatch.setenv("FAULTLINE_SITE_ZONE", "Asia/Shanghai")
    assert faultline("export", "calls").stdout == ""
    with sqlite3.connect(tmp_path / "faultline.sqlite3") as database:
        for call, at in (("a", "2026-11-21 15:59:59.000000"), ("b", "2026-11-21 16:00:00.000000")):
            database.execute(
                "INSERT INTO calls (call, node, started_at, caller, dialled, overflow_prompts, outcome_final)"
                " VALUES (?, 'node1', ?, '055501234', '112', 0, 0)",
                (call, at),
            )
    database.close()
    done = faultline("export", "calls", "--since", "2026-11-22")
    assert [json.loads(line)["call"] for line in done.stdout.splitlines()] == ["b"]
    done = faultline("export", "calls", "--until", "2026-11-21T16:00:00Z")
    assert [json.loads(line)["call"] for line in done.stdout.splitlines()] == ["a"]


def test_a_time_that_is_none_is_named(folder: Path) -> None:
    done = faultline("export", "calls", "--since", "yesterday")
    assert done.exit_code == 2
    assert "yesterday" in done.stderr


def test_an_output_that_cannot_be_written_leaves_what_was_there(folder: Path) -> None:
    assert faultline("export", "calls", "--output", "no/such/folder/out").exit_code == 1
