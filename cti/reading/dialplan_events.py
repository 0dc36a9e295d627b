"""The user events of our dialplan (asterisk_conf/dialplan/) and those of Asterisk's own queue, the parachute."""

from panoramisk.message import Message

from cti.floor import events as e
from cti.reading import words
from cti.reading.channels import When, endpoint

KINDS_OF_END = ("returned", "parachute", "voicemail", "callback", "overflow")


def waiting(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    queue = words.queue(event.queue)
    if not queue:
        return []
    came = e.Waiting(
        **times,
        leg=words.name(event.uniqueid),
        queue=queue,
        since=words.seconds_since_1970(event.since) or times["at"],
        line_number=words.digits(event.line),
        key_account=event.keyaccount == "1",
        language="en" if event.language == "en" else "zh",
        reason=words.sentence(event.reason),
        asks=event.asks == "1",
    )
    return [came]


def overflow_asked(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    return [e.OverflowAsked(**times, leg=words.name(event.uniqueid))]


def queue_empty(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    return [e.QueueEmpty(**times, leg=words.name(event.uniqueid))]


def waiting_over(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    why = next((kind for kind in KINDS_OF_END if kind == event.why), None)
    if why is None:
        return []
    return [e.WaitingOver(**times, leg=words.name(event.uniqueid), why=why)]  # type: ignore[arg-type]


def offer_over(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    over = e.OfferOver(
        **times,
        leg=words.name(event.uniqueid),
        offer=words.name(event.offer),
        status=words.name(event.status),
        cause=words.small(event.cause),
    )
    return [over]


def conversation(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    """`Leg` names the caller's channel: in the parachute the agent's channel says it."""
    begun = e.Conversation(
        **times,
        leg=words.name(event.leg) or words.name(event.uniqueid),
        agent=words.digits(event.agent) or words.queue(event.agent),
        offer=words.name(event.offer),
        file=words.name(event.file),
        queue=words.queue(event.queue),
    )
    return [begun] if begun.agent else []


def kept(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    return [e.Kept(**times, leg=words.name(event.uniqueid), agent=words.digits(event.agent))]


def held(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    return [e.Held(**times, leg=words.name(event.uniqueid))]


def keys_left(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    """The dialplan sends digits and nothing else; anything else is not its word (S1)."""
    keys = words.keys(event.digits)
    return [e.KeysLeft(**times, leg=words.name(event.uniqueid), digits=keys)] if keys else []


def callback_asked(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    asked = e.CallbackAsked(
        **times,
        leg=words.name(event.uniqueid),
        queue=words.queue(event.queue),
        number=words.digits(event.number),
        since=words.seconds_since_1970(event.since) or times["at"],
        line_number=words.digits(event.line),
        key_account=event.keyaccount == "1",
        language="en" if event.language == "en" else "zh",
    )
    return [asked]


def queue_joined(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    """Asterisk's own queue; the first entry into the waiting room, if there was one, stays the place."""
    queue, leg = words.queue(event.queue), words.name(event.uniqueid)
    if not queue:
        return []
    return [e.Waiting(**times, leg=leg, queue=queue, since=times["at"], parachute=True)]


def agent_connected(event: Message, times: When, trunks: frozenset[str]) -> list[e.FloorEvent]:
    agent = words.extension(event.interface.removeprefix("PJSIP/")) or endpoint(event.destchannel, trunks)
    if not agent:
        return []
    leg, queue = words.name(event.uniqueid), words.queue(event.queue)
    return [e.Conversation(**times, leg=leg, agent=agent, queue=queue)]
