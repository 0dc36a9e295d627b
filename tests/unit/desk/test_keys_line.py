"""A line that Asterisk writes of keys left behind is exactly that, or nothing (F1.14, S1)."""

from datetime import UTC, datetime

import pytest

from desk.keys_spool import KeysLeft

CALL = "node1-1700000000.7"
LEFT = KeysLeft(datetime(2026, 11, 22, 12, 41, 32, tzinfo=UTC), CALL, "5551")

LINES: list[tuple[str, str, KeysLeft | None]] = [
    (f'1795351292.079680,{CALL},"{{""extra"":""5551""}}"', "as Asterisk 22.10 writes it", LEFT),
    (f'1795351292.079680,{CALL},{{"extra":"5551"}}', "as older ones do", LEFT),
    (f'"1795351292.079680","{CALL}","{{""extra"":""5551""}}"', "everything in quotes", LEFT),
    (f'1795351292.079680,{CALL},"{{""extra"":""55', "cut off amid the digits", None),
    (f'1795351292.079680,{CALL},"{{""extra"":""""}}"', "no digits", None),
    (f'1795351292.079680,{CALL},"{{""extra"":""{"5" * 41}""}}"', "more than the dialplan writes", None),
    (f'1795351292.079680,{CALL},"{{""extra"":""５５""}}"', "digits of another script", None),
    (f'1795351292.079680,{CALL},"{{""extra"":""55*1""}}"', "not digits alone", None),
    ('1795351292.079680,../x,"{""extra"":""5551""}"', "no call of ours", None),
    (f'999999999999.1,{CALL},"{{""extra"":""5551""}}"', "a time that cannot be", None),
    (f'soon,{CALL},"{{""extra"":""5551""}}"', "no time", None),
    (f'1795351292.079680,{CALL},"{{""extra"":""5551""}}",x', "more behind it", None),
    ("", "nothing", None),
]


@pytest.mark.parametrize(("line", "reason", "expected"), LINES, ids=[reason for _, reason, _ in LINES])
def test_lines(line: str, reason: str, expected: KeysLeft | None) -> None:
    assert KeysLeft.parse(line) == expected, reason
