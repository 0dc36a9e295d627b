"""What is wrong is told to everybody who works; what the parts say of it to those who look after them (R8)."""

from collections.abc import Iterable

from cti.live.alarm_watch import AlarmWatch
from cti.live.hub import Hub
from cti.live.messages import FullState
from cti.live.viewer import ALARMS, CAUSES, Viewer

RAW = ["events session: ConnectionRefusedError", "database is down"]


def watched(sources: dict[str, Iterable[str]]) -> AlarmWatch:
    watch = AlarmWatch(
        Hub(lambda _: FullState()), {part: lambda said=said: said for part, said in sources.items()}
    )
    watch.look()
    return watch


def test_agents_are_told_of_each_part_once_and_without_its_words() -> None:
    told = watched({"asterisk": RAW[:1], "desk": [RAW[1], "facts lost: 1"]}).told(causes=False)
    assert [(one.alarm, one.text) for one in told] == [("asterisk", ""), ("desk", "")]


def test_who_looks_after_the_system_is_told_the_causes() -> None:
    told = watched({"asterisk": RAW[:1], "desk": RAW[1:]}).told(causes=True)
    assert [one.text for one in told] == RAW


def test_nobody_is_told_twice() -> None:
    agent = Viewer(person="1", session="a", agent="8001", alarms=True)
    operator = Viewer(person="2", session="b", alarms=True, causes=True)
    assert {ALARMS, CAUSES} & agent.topics == {ALARMS}
    assert {ALARMS, CAUSES} & operator.topics == {CAUSES}
