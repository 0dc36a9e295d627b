"""Calls that an agent places by click: the agent's telephone rings first, then the customer (F2.7, S4).

The unique id of the agent's leg is chosen by us and is the call's name from the first moment on: its pop, its
recording and its record hang on it, and what stays unanswered is looked up by it, never sent again.
"""

import secrets
import time

from cti import dialplan
from cti.ami.actions import Originate
from cti.ami.errors import AmiError, LinkLost, NoAnswer
from cti.errors import Invalid
from cti.floor.events import LegEnded, Steered
from cti.floor.state import Agent, AgentState
from cti.steering.live_floor import stamp
from cti.steering.outbound_rules import OutboundRules
from cti.steering.refusals import NoSuchCall, NotDone, WrongMoment
from cti.steering.tools import Tools

RINGS_MS = 20_000
"""Milliseconds that the agent's own telephone rings."""
MAY_CALL = frozenset({AgentState.READY, AgentState.PAUSED, AgentState.WRAP_UP})


class OutCalls:
    """Places calls within the outbound rules."""

    def __init__(self, tools: Tools, rules: OutboundRules) -> None:
        self._tools = tools
        self._rules = rules

    async def place(
        self,
        agent: str,
        number: str,
        *,
        queue: str = "",
        line_number: str = "",
        key_account: bool = False,
        language: str = "",
    ) -> str:
        """Ring the agent's telephone, then the number; the call's id.

        Raises NoSuchCall, WrongMoment, Invalid, NumberNotAllowed, TooManyOutCalls, NotDone.
        """
        self._may_call(agent)
        if not all(part.isascii() and part.isdigit() for part in (number, line_number or "0")):
            raise Invalid("a number is made of digits", code="digits_only")
        if queue and queue not in self._tools.board.queues:
            raise NoSuchCall("there is no such queue", code="no_such_queue")
        self._rules.check(number, agent, time.monotonic())
        call = f"{self._tools.live.floor.node}-{int(time.time())}.{secrets.randbelow(10**9)}"
        known = Steered(
            **stamp(),
            linkedid=call,
            leg=call,
            by=agent,
            act="out_call",
            detail=number,
            queue=queue,
            line_number=line_number,
            key_account=key_account,
            language=language,
        )
        self._tools.live.act(known)
        self._tools.board.reserve(agent)
        await self._originate(call, agent, number, queue, line_number)
        return call

    def _may_call(self, agent: str) -> Agent:
        known = self._tools.live.floor.agents.get(agent)
        if known is None:
            raise NoSuchCall("there is no such agent", code="no_such_agent")
        if known.state not in MAY_CALL or not known.reachable or known.offer:
            if not known.reachable:
                raise WrongMoment("no telephone", code="no_telephone")
            raise WrongMoment(f"the agent is {known.state.value}", code="agent_is", state=known.state.value)
        return known

    async def _originate(self, call: str, agent: str, number: str, queue: str, line_number: str) -> None:
        variables = {
            dialplan.OFFER_ID: secrets.token_hex(8),
            dialplan.QUEUE_NAME: queue,
            "LINE_NUMBER": line_number,
        }
        action = Originate(
            channel=f"PJSIP/{agent}",
            context=dialplan.OUTCALL,
            exten=number,
            channel_id=call,
            timeout=RINGS_MS,
            variable=",".join(f"{name}={value}" for name, value in variables.items() if value),
        )
        try:
            await self._tools.link.actions.act(action)
        except (LinkLost, NoAnswer):
            return  # it may ring: the reconciler finds out
        except AmiError as error:
            self._tools.live.act(LegEnded(**stamp(), linkedid=call, leg=call, seen=False))
            raise NotDone("Asterisk did not do it", code="asterisk_did_not") from error
