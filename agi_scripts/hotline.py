"""The hotline's menu: fault report, other services, the other language, an agent, goodbye (F1.1)."""

from agi_scripts.parts.agent import hand_to_agent
from desk.call_desk import CallDesk
from ivr import dialplan_variables as dv
from ivr.line import Line
from ivr.outcome import Next, Outcome, goodbye
from ivr.question import Choice, TooManyTries, choose
from ivr.said import Said

FAULT_REPORT, OTHER_SERVICES, OTHER_LANGUAGE, GOODBYE = "fault", "other", "language", "goodbye"
MESSAGE, BACK = "message", "back"
OTHER = {"zh": "en", "en": "zh"}
MAX_ROUNDS = 6
"""Ways through the menus in one visit (changes of language, ways back) before an agent takes over."""

MENU = Choice(
    step="hotline_menu",
    prompt=("hotline_menu",),
    options={"1": FAULT_REPORT, "2": OTHER_SERVICES, "9": OTHER_LANGUAGE, "*": GOODBYE},
)
SERVICES = Choice(step="other_services", prompt=("other_services_menu",), options={"1": MESSAGE, "2": BACK})


async def hotline(line: Line, desk: CallDesk) -> Outcome:
    """Find out what the caller wants; key 0 is an agent everywhere, and so is too many tries (F1.3)."""
    lead: list[Said] = ["welcome"]
    try:
        for _ in range(MAX_ROUNDS):
            wish = await choose(line, MENU, lead=lead)
            if wish == FAULT_REPORT:
                return Outcome("fault_report", Next.FAULT_REPORT)
            if wish == GOODBYE:
                await line.play("goodbye")
                return goodbye("goodbye")
            if wish == OTHER_LANGUAGE:
                line.language = OTHER[line.language]
                await line.set(dv.CALL_LANGUAGE, line.language)
                lead = ["language_changed"]
            elif await choose(line, SERVICES) == MESSAGE:
                return Outcome("technician_message", Next.TECHNICIAN_MESSAGE)
            else:
                lead = []
    except TooManyTries:
        return await hand_to_agent(line, "no choice in the menu")
    return await hand_to_agent(line, "lost in the menu")
