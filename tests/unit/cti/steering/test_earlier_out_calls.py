"""S4, R7: what an agent has called within the hour counts after a new start of the service as it did before."""

from pathlib import Path
from typing import Any

import pytest

from cti.event_log.log import EventLog
from cti.floor.events import FloorEvent, Steered, Transferred
from cti.steering.earlier_out_calls import earlier_out_calls
from cti.steering.live_floor import Stamp
from cti.steering.outbound_rules import HOUR, OutboundRules, Placed
from cti.steering.refusals import TooManyOutCalls

NODE = "node1"
NOW: Stamp = {"at": 1.7e9, "mono": 500.0}


def steered(ago: float, act: str, by: str = "8001") -> FloorEvent:
    return Steered(at=NOW["at"] - ago, mono=9.0, leg="n-1.1", by=by, act=act, detail="55500199")


def transferred(ago: float, to: str) -> FloorEvent:
    where: dict[str, Any] = {"to": to, "target": "55500199", "mode": "blind"}
    return Transferred(at=NOW["at"] - ago, mono=9.0, leg="n-1.1", transfer="t", agent="8002", **where)


def logged(folder: Path, *events: FloorEvent) -> None:
    """A start of the service, and its end."""
    log = EventLog(folder, NODE)
    for event in events:
        log.append(event)
    log.close()


def test_calls_and_transfers_of_all_starts_within_the_hour(tmp_path: Path) -> None:
    logged(tmp_path, steered(HOUR + 1, "out_call"), steered(3000, "out_call"), steered(2000, "hold"))
    logged(tmp_path, transferred(100, "number"), transferred(50, "queue"), steered(-30, "out_call", "8003"))
    assert list(earlier_out_calls(tmp_path, NODE, NOW)) == [
        Placed("8001", NOW["mono"] - 3000),
        Placed("8002", NOW["mono"] - 100),
        Placed("8003", NOW["mono"]),  # the clock was set back meanwhile (R18)
    ]


def test_a_first_start_has_none(tmp_path: Path) -> None:
    assert list(earlier_out_calls(tmp_path, NODE, NOW)) == []


def test_what_was_placed_before_counts_until_its_hour_is_over() -> None:
    placed = [Placed("8001", -3000.0), Placed("8001", -100.0)]
    rules = OutboundRules(["5550XXXX"], most_an_hour=2, placed=placed)
    with pytest.raises(TooManyOutCalls) as refusal:
        rules.check("55500001", "8001", 500.0)
    assert refusal.value.retry_after == 101
    rules.check("55500001", "8002", 500.0)
    rules.check("55500001", "8001", 600.0)
