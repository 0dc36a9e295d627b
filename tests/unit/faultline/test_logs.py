"""Nothing personal and nothing secret stands in the log unless the site wants it (S19)."""

import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
from pydantic import BaseModel, ValidationError

from faultline.logs import MaskingFormatter, set_up_logging
from faultline.masking import CONFIDENTIAL, PERSONAL, mask_text

CANARY = "5550867309"
Write = Callable[..., str]


class Letter(BaseModel):
    """Something that a caller's number does not fit into."""

    number: int


def exception_with(number: str) -> Exception:
    try:
        Letter.model_validate({"number": f"x{number}"})
    except ValidationError as error:
        return error
    raise AssertionError


@pytest.fixture
def write() -> Iterator[Write]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level

    def one(
        sentence: str, *args: object, personal: bool = False, as_json: bool = False, **extra: object
    ) -> str:
        stream = io.StringIO()
        set_up_logging(personal=personal, as_json=as_json, stream=stream)
        trouble = extra.pop("exc_info", None)
        logging.getLogger("test").warning(sentence, *args, extra=extra, exc_info=trouble)  # type: ignore[arg-type]
        return stream.getvalue()

    yield one
    root.handlers[:], root.level = before, level
    logging.captureWarnings(capture=False)


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_personal_fields_keep_two_digits_at_most(write: Write, name: str, as_json: bool) -> None:
    line = write("a call", as_json=as_json, **{name: CANARY})
    assert CANARY not in line
    assert CANARY[:-2] not in line
    assert "***09" in line


@pytest.mark.parametrize("value", ["王小明", "12 Made-up Street", "1234"])
def test_what_is_no_long_number_disappears_whole(write: Write, value: str) -> None:
    line = write("a call", owner=value)
    assert line.rstrip().endswith("a call owner=***")


@pytest.mark.parametrize("personal", [False, True])
@pytest.mark.parametrize("name", sorted(CONFIDENTIAL))
def test_confidential_fields_are_never_shown(write: Write, name: str, personal: bool) -> None:
    assert "canary" not in write("a step", personal=personal, **{name: "canary"})


def test_the_site_may_ask_for_personal_fields(write: Write) -> None:
    assert f"caller={CANARY}" in write("a call", personal=True, caller=CANARY)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"caller": CANARY}, "a field inside a field"),
        ([{"digits": CANARY}], "a field inside a list"),
        (f"no route to {CANARY}", "free text"),
        (f"{CANARY[:3]}-{CANARY[3:6]} {CANARY[6:]}", "a number with separators"),
        (f"voicemail/node1-1700000000.7_{CANARY}_0_zh.wav", "a file name"),
        (ValueError(f"{CANARY} is no number"), "an error"),
    ],
)
def test_numbers_are_masked_wherever_they_stand(write: Write, value: object, reason: str) -> None:
    line = write("a call", detail=value)
    assert CANARY not in line
    assert CANARY[:5] not in line


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"{CANARY} is no number"),
        RuntimeError(f"(sqlite3.Error) locked\n[SQL: INSERT …]\n[parameters: ('{CANARY}', '王小明')]"),
        RuntimeError(f'duplicate key\nDETAIL:  Key (owner)=(王小明, "{CANARY}") already exists.'),
        exception_with(CANARY),
    ],
    ids=["own", "sqlalchemy", "postgresql", "pydantic"],
)
def test_tracebacks_are_masked_and_stay_on_one_line(write: Write, error: Exception) -> None:
    line = write("it failed", exc_info=error)
    assert CANARY not in line
    assert "王小明" not in line
    assert type(error).__name__ in line
    assert line.count("\n") == 1


def test_sentences_of_libraries_are_masked_too(write: Write) -> None:
    assert CANARY not in write("GET http://testhead.example/lines/%s", CANARY)


@pytest.mark.parametrize("as_json", [False, True])
def test_a_value_cannot_forge_a_record(write: Write, as_json: bool) -> None:
    line = write("x\n2026 INFO y", reason='a\r\nb "c"\u2028\x1b[2J', as_json=as_json)
    assert line.count("\n") == 1
    assert not set(line.rstrip("\n")) & set("\r\n\u2028\x1b")


def test_ids_stay_readable() -> None:
    assert mask_text("node1-1700000000.123 failed") == "node1-1700000000.123 failed"


def test_json_lines_hold_the_sentence_and_each_field(write: Write) -> None:
    record = json.loads(write("a call began", as_json=True, call="node1-1.1", seconds=1.5, caller=CANARY))
    assert record | {"at": ""} == {
        "at": "",
        "level": "WARNING",
        "logger": "test",
        "says": "a call began",
        "call": "node1-1.1",
        "seconds": 1.5,
        "caller": "***09",
    }


def test_plain_lines_read_well() -> None:
    record = logging.makeLogRecord(
        {
            "name": "cti",
            "levelname": "INFO",
            "msg": "signed in to Asterisk",
            "created": 0,
            "session": "events",
        }
    )
    assert MaskingFormatter(personal=False, as_json=False).format(record) == (
        "1970-01-01T00:00:00.000+00:00 INFO cti signed in to Asterisk session=events"
    )
