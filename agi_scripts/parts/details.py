"""Where to reach the caller, what is wrong, and the confirmation of both (F1.9, F1.10)."""

from dataclasses import dataclass, replace
from pathlib import Path

from agi_scripts.parts.keys_apart import keeps_apart
from agi_scripts.parts.speech import MAX_TAKES, Speech, record_speech
from desk.call_desk import CallDesk
from ivr import dialplan_variables as dv
from ivr.line import Line
from ivr.question import Choice, Question, TooManyTries, ask, choose
from ivr.said import Audio, Digits, Said

SYMPTOM = Speech(step="symptom", kind="symptom", prompt="V5_symptom", max_seconds=60.0)
# F1.9: V5, asked in its parts
CONTACT_NUMBER = Question(
    step="contact_number", prompt=("V5", "V5_contact"), max_digits=15, min_digits=5, invalid="invalid"
)
SYMPTOM_CLASS = Choice(
    step="symptom_class",
    prompt=("V5_class",),
    options={**{key: key for key in "1234567"}, "#": ""},
    tries=1,
    otherwise="",
)
# F1.10: V6
CONFIRM = Choice(step="details_confirm", prompt=("V6_confirm",), options={"1": True, "2": False})


@dataclass(frozen=True, slots=True)
class Details:
    """What V6 reads back: contact number, recorded symptom, and its class by keypad (`1`-`7` or empty)."""

    contact: str
    symptom: Path
    symptom_class: str

    def read_back(self) -> list[Said]:
        """V6, up to its question."""
        kind = [f"class_{self.symptom_class}"] if self.symptom_class else []
        return ["V6", Digits(self.contact), "V6_symptom", *kind, Audio(self.symptom)]


async def take_details(line: Line, desk: CallDesk) -> None:
    """Ask until confirmed; raises TooManyTries, with everything entered kept as an unconfirmed report."""
    details = await _from_earlier_visit(line, desk)
    contact = await line.get(dv.CONTACT_NUMBER)
    for _ in range(MAX_TAKES):
        details = details or await _ask_details(line, desk, contact)
        if await choose(line, CONFIRM, lead=details.read_back()):
            return
        details, contact = None, ""
    raise TooManyTries("details_confirm")


async def forget_details(line: Line) -> None:
    """Another line, or a report that is stored: the next report starts afresh, but for the contact number."""
    await line.set(dv.LINE_NUMBER, "")
    await line.set(dv.SYMPTOM_TAKE, "")
    await line.set(dv.SYMPTOM_CLASS, "")


async def _from_earlier_visit(line: Line, desk: CallDesk) -> Details | None:
    """What the caller entered before waiting in the queue, if it was complete."""
    contact, take = await line.get(dv.CONTACT_NUMBER), await line.get(dv.SYMPTOM_TAKE)
    if contact and take:
        desk.recorded_before("symptom", Path(take))
        return Details(contact, Path(take), await line.get(dv.SYMPTOM_CLASS))
    return None


async def _ask_details(line: Line, desk: CallDesk, known_contact: str) -> Details:
    question = replace(CONTACT_NUMBER, empty=line.call.caller or None)
    contact = await ask(line, question, refused=keeps_apart(line, desk), known=known_contact)
    desk.keyed("contact_number", contact)
    await line.set(dv.CONTACT_NUMBER, contact)
    take = await record_speech(line, desk, SYMPTOM)
    await line.set(dv.SYMPTOM_TAKE, str(take))
    symptom_class = await choose(line, SYMPTOM_CLASS)
    desk.keyed("symptom_class", symptom_class)
    await line.set(dv.SYMPTOM_CLASS, symptom_class)
    return Details(contact, take, symptom_class)
