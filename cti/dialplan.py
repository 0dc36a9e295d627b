"""The names that the live floor and the dialplan share: contexts, variables, globals and user events, in one place.

The same names stand in asterisk_conf/dialplan/; a test compares both sides. docs/asterisk.md draws them.
"""

# Contexts that the service sends channels to. The extension is `s` where nothing else is said.
WAITING = "waiting"
"""The caller: back to the waiting room, an offer under way is over."""
OFFER = "offer"
"""The caller, extension: the agent's. OFFER_ID is set before."""
TALK = "talk"
"""The caller: together (again) with AGENT_CHANNEL; the recording goes on."""
JOINED = "joined"
"""The caller: handed over to AGENT_CHANNEL of OFFER_AGENT; a new conversation, a new recording."""
HELD = "held"
"""The caller: music, while the agent's leg is in AGENT_STAYS or CONSULT."""
AGENT_STAYS = "agent_stays"
"""The agent's leg: waits for the next step."""
CONSULT = "consult"
"""The agent's leg, extension: a colleague's, or a number outside."""
CONFERENCE = "conference"
"""Any leg, extension: the room, a number of ours."""
LISTEN = "listen"
"""The supervisor's leg, extension: one of LISTEN_MODES. LISTEN_TO is set before."""
LISTEN_WAIT = "listen_wait"
"""The supervisor's leg: silence, until the caller talks with the next agent."""
LISTEN_ROOM = "listen_room"
"""The supervisor's leg, extension: the room of a conference, to be heard by everybody in it."""
LISTEN_OVER = "listen_over"
"""Where the supervisor's leg is for a moment when what it listened to has ended or was sent elsewhere."""
OUTCALL = "outcall"
"""The agent's leg of a call placed from the desk, extension: the number."""
END = "end"
"""Any leg: hung up in good order."""

LISTEN_LIMIT = "TIMEOUT(absolute)"
"""On the supervisor's leg: seconds from now until it ends; the service sets it anew as long as it lives."""
LISTEN_SECONDS = 15

LISTEN_MODES = ("listen", "whisper", "barge")

# Variables of a channel that the service sets.
OFFER_ID = "OFFER_ID"
"""The offer (caller), or the call placed from the desk (agent's leg): letters, digits and dashes."""
AGENT_CHANNEL = "AGENT_CHANNEL"
"""On the caller's channel: the name of the leg that it talks with. The dialplan sets it when an agent answers."""
OFFER_AGENT = "OFFER_AGENT"
"""On the caller's channel: that leg's extension."""
LISTEN_TO = "LISTEN_TO"
"""Unique id or name of the channel to listen to, never a part of one (R17)."""
ROOM = "ROOM"
"""On a leg in CONFERENCE: its room. The dialplan sets it."""
PLACE = "PLACE"
"""1-999, told to the waiting caller once for each PLACE_TURN; empty: nothing is told."""
WAIT_MINUTES = "WAIT_MINUTES"
"""0-999, the expected wait, told with PLACE."""
PLACE_TURN = "PLACE_TURN"
"""1, 2, 3, …: another number, and place and wait are told again."""
QUEUE_NAME = "QUEUE_NAME"
"""The queue that the caller waits in; set it before a transfer to a queue, then redirect to WAITING."""
PASSED_ON = "PASSED_ON"
"""1 with QUEUE_NAME of a transfer: the caller goes back to the agent when nobody is signed in there any more."""
WAITING_SINCE = "WAITING_SINCE"
"""Seconds since 1970 of the first entry into the waiting room; kept until the caller leaves by key 1."""

# Variables that the service may read.
IS_WAITING = "WAITING"
"""1 while the caller may be offered."""

# Globals that the service sets; they hold when it is gone.
HEARTBEAT = "FAULTLINE_HEARTBEAT"
"""Seconds since 1970, every 3 seconds; older than STALE_SECONDS, callers go to the parachute."""
STALE_SECONDS = 10

QUEUE_STATES = ("open", "closed", "full", "unstaffed")
"""`closed` holds until the queue's opening time; `full` and `unstaffed` only while the service lives."""


def queue_state(queue: str) -> str:
    """The global that says whether a queue takes further callers, one of QUEUE_STATES."""
    return f"QUEUE_{queue}_STATE"


def queue_opens(queue: str) -> str:
    """The global that ends `closed` by itself: seconds since 1970, empty: not before the service says so."""
    return f"QUEUE_{queue}_OPENS"


def duty_number(queue: str) -> str:
    """The global with the number that a closed queue's callers are put through to; empty: none."""
    return f"DUTY_{queue}"


USER_EVENTS = {
    "Waiting": "queue since line keyaccount reason returns asks",
    "OverflowAsked": "queue",
    "QueueEmpty": "queue",
    "WaitingOver": "why",
    "OfferOver": "offer agent status cause",
    "Conversation": "offer agent leg file queue",
    "Kept": "agent cause",
    "Held": "agent",
    "CallbackAsked": "queue since number line keyaccount",
    "ConsultAnswered": "target",
    "ConsultOver": "target status cause",
    "Conference": "room part",
    "OutcallOver": "offer status cause",
    "Followed": "follow what step spoken said awaits digits ended seconds report next reason",
}
"""User events of the dialplan and of followed dialogs, and their headers besides the channel's, in lower case."""
