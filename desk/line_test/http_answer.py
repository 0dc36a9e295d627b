"""What a REST test head answers, validated: types, ranges, and that it speaks of the line that was asked
for."""

from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from desk.line_test.head import TestHeadFailed
from desk.line_test.result import MEASURABLE_OHMS, LineTest, Measurements, Verdict
from desk.line_test.verdict import verdict_of

DEFAULT_RETRY_SECONDS = 2.0
LONGEST_RETRY_SECONDS = 60.0

Ohms = Annotated[float, Field(ge=0, le=1e15)]
Nanofarads = Annotated[float, Field(ge=0, le=1e6)]
DcVolts = Annotated[float, Field(ge=-10_000, le=10_000)]
AcVolts = Annotated[float, Field(ge=0, le=10_000)]


class Answer(BaseModel):
    """The JSON object of docs/line-test-api.md; unknown members are ignored, numbers are finite."""

    model_config = ConfigDict(extra="ignore", strict=True, allow_inf_nan=False)

    number: str
    tested_at: AwareDatetime
    resistance_tip_ring: Ohms | None = None
    resistance_tip_ground: Ohms | None = None
    resistance_ring_ground: Ohms | None = None
    capacitance_nf: Nanofarads | None = None
    dc_volts: DcVolts | None = None
    ac_volts: AcVolts | None = None
    off_hook: bool | None = None
    verdict: Verdict | None = None


def read_answer(body: bytes, number: str, head: str) -> LineTest:
    """The answer as a LineTest of this head. Raises TestHeadFailed."""
    try:
        answer = Answer.model_validate_json(body)
    except ValidationError as error:
        raise TestHeadFailed("head's answer is not valid") from error
    if answer.number != number:
        raise TestHeadFailed("head answered for another line")
    measured = Measurements(
        resistance_tip_ring=_capped(answer.resistance_tip_ring),
        resistance_tip_ground=_capped(answer.resistance_tip_ground),
        resistance_ring_ground=_capped(answer.resistance_ring_ground),
        capacitance_nf=answer.capacitance_nf,
        dc_volts=answer.dc_volts,
        ac_volts=answer.ac_volts,
        off_hook=answer.off_hook,
    )
    return _line_test(answer, measured, head)


def retry_after_seconds(value: str | None, now: datetime | None = None) -> float:
    """A Retry-After header (RFC 9110, 10.2.3: seconds or a date) as seconds, 0 to LONGEST_RETRY_SECONDS."""
    seconds = DEFAULT_RETRY_SECONDS
    if value is not None:
        try:
            seconds = float(int(value))
        except ValueError:
            seconds = _until(value, now or datetime.now(UTC))
    return min(max(seconds, 0.0), LONGEST_RETRY_SECONDS)


def _until(date: str, now: datetime) -> float:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return DEFAULT_RETRY_SECONDS
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()


def _line_test(answer: Answer, measured: Measurements, head: str) -> LineTest:
    """The verdict follows from the readings; the head's own word counts only where they do not suffice."""
    verdict = verdict_of(measured)
    if verdict is Verdict.UNKNOWN and answer.verdict is not None:
        verdict = answer.verdict
    return LineTest(
        number=answer.number,
        tested_at=answer.tested_at.astimezone(UTC),
        head=head,
        verdict=verdict,
        **asdict(measured),
    )


def _capped(ohms: float | None) -> float | None:
    return None if ohms is None else min(ohms, MEASURABLE_OHMS)
