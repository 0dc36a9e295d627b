"""Telling a listener how the listen-in goes, and the agent where the site says so (§5)."""

from cti.live.hub import Hub
from cti.live.messages import BeingHeard
from cti.live.messages import Listening as ListeningMessage
from cti.live.viewer import agent_topic, person_topic
from cti.steering.listen_in import ListenIn


class ListenNews:
    """`tell` hears of every change of a listen-in."""

    def __init__(self, hub: Hub, *, tell_agents: bool) -> None:
        self._hub = hub
        self._tell_agents = tell_agents
        self._told: dict[str, str] = {}
        """Listen-in → the agent who was told of it."""

    def tell(self, one: ListenIn) -> None:
        """Tell the listener, and the agent when it begins, moves on and ends."""
        topic = person_topic(str(one.person.id))
        self._hub.tell(
            topic,
            ListeningMessage(
                listening=one.id,
                call=one.call,
                agent=one.agent,
                mode=one.mode.value,
                state=one.state,  # type: ignore[arg-type] # one of four words
                why=one.why,
            ),
        )
        if self._tell_agents:
            self._tell_agent(one)

    def _tell_agent(self, one: ListenIn) -> None:
        heard = one.agent if one.state in ("on", "moved") else ""
        before = self._told.pop(one.id, "")
        if heard:
            self._told[one.id] = heard
        if heard == before:
            return
        for agent, on in ((before, False), (heard, True)):
            if agent:
                self._hub.tell(agent_topic(agent), BeingHeard(call=one.call, on=on))
