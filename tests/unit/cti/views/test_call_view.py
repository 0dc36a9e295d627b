"""A pause of the recording is told at once, and stands in the call as whoever has it sees it (F2.8)."""

from cti.floor.changes import CallChanged
from cti.floor.events import Conversation, Steered
from cti.floor.events.steering import RECORDING_PAUSED, RECORDING_RESUMED
from cti.steering.live_floor import stamp
from cti.views.calls import call_view
from cti.views.moment import Moment, utc
from tests.folded_floor import FoldedFloor


def test_the_recording_s_pause_is_seen_until_it_is_over() -> None:
    floor = FoldedFloor()
    floor.agent("8001")
    floor.caller("1.1")
    floor.act(Conversation(**stamp(), leg="1.1", agent="8001", file="1.1-1.raw"))
    now = Moment.now()
    for act, since in ((RECORDING_PAUSED, utc(now.at)), (RECORDING_RESUMED, None)):
        paused = Steered(at=now.at, mono=now.mono, leg="1.1", by="8001", act=act)
        assert floor.act(paused) == [CallChanged(call="1.1")]
        assert call_view(floor.floor.calls["1.1"], now).recording_paused == since
