"""R18: durations go on over a restart of the service, and over one of the machine."""

import pytest

from cti.floor.apply import apply
from cti.floor.calls import waited
from cti.floor.events import LegBegan, ServiceStarted, Waiting
from cti.floor.state import Floor

T = 1.8e9


@pytest.mark.parametrize(
    ("reason", "machine", "at", "mono", "waits"),
    [
        ("the service alone: its clock goes on", "m1", T + 130, 1130.0, 30.0),
        ("the wall clock was set back meanwhile", "m1", T - 5000, 1130.0, 30.0),
        ("the machine: its clock begins anew", "m2", T + 130, 12.0, 30.0),
        ("the machine, its clock already past the old one", "m2", T + 130, 4000.0, 30.0),
        ("the machine, and the wall clock is behind", "m2", T - 5000, 12.0, 0.0),
    ],
)
def test_a_wait_goes_on(reason: str, machine: str, at: float, mono: float, waits: float) -> None:
    floor = Floor()
    for event in (
        ServiceStarted(at=T, mono=1000.0, boot="b1", machine="m1"),
        LegBegan(
            at=T + 100,
            mono=1100.0,
            linkedid="c1",
            leg="c1",
            channel="PJSIP/trunk-1",
            endpoint="trunk",
            ringing=True,
        ),
        Waiting(at=T + 100, mono=1100.0, linkedid="c1", leg="c1", queue="junior", since=T + 100),
        ServiceStarted(at=at, mono=mono, boot="b2", machine=machine),
    ):
        apply(floor, event)
    assert waited(floor.calls["c1"], mono) == pytest.approx(waits), reason
