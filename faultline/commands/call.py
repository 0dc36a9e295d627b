"""`faultline call`: one real test call (拨测) through the running Asterisk, told step by step as it was heard."""

import asyncio
import json
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from faultline.settings import Settings
from ivr.prompts.catalogue import load_catalogues
from testcalls.call_script import CallScript, Step, not_heard
from testcalls.caller import CallFailed, TestCaller
from testcalls.g711 import Samples
from testcalls.repertoire import NotAPrompt, Repertoire
from testcalls.speech import speech

NOT_HEARD = 1
NOT_PLACED = 2


@dataclass(frozen=True, slots=True)
class Order:
    """One call as ordered on the command line."""

    number: str
    from_number: str
    seconds: float
    save: Path | None


def run(
    number: Annotated[str, typer.Argument(help="What to dial, such as 112 or 1000.")],
    keys: Annotated[
        str, typer.Option(help="Groups of keys, one a question: `87654321#,1,#`. An empty one keeps silent.")
    ] = "",
    language: Annotated[str, typer.Option(help="Know the prompts of this language alone: zh or en.")] = "",
    from_: Annotated[str, typer.Option("--from", help="The calling number.")] = "87650001",
    speak: Annotated[str, typer.Option(help="Said after each beep: a WAV (8 kHz mono), or `tone`.")] = "tone",
    patient: Annotated[
        bool, typer.Option("--patient", help="Hear each question out before pressing keys.")
    ] = False,
    seconds: Annotated[float, typer.Option(min=1, max=3600, help="Hang up after this long.")] = 180.0,
    expect: Annotated[
        str, typer.Option(help="Ids that have to be heard in this order; else it ends with 1.")
    ] = "",
    save: Annotated[Path | None, typer.Option(help="Write all that was heard to this WAV.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the steps as JSON.")] = False,
) -> None:
    """Place a test call, press keys, and print what was heard. Ends with 1: not all expected; 2: no call."""
    settings = Settings()
    script = CallScript(keys=keys.split(",") if keys else [], speech=_speech(speak), patient=patient)
    repertoire = _repertoire(settings, language)
    order = Order(number, from_, seconds, save)
    teller = Teller(as_json)
    try:
        steps = asyncio.run(_place(settings, repertoire, order, script, teller))
    except CallFailed as failure:
        raise _stop(_why(failure, settings, number), NOT_PLACED) from failure
    teller.done(steps)
    if absent := not_heard(steps, [name.strip() for name in expect.split(",") if name.strip()]):
        raise _stop(f"not heard: {', '.join(absent)}", NOT_HEARD)


class Teller:
    """Prints the steps: as they happen for a reader, all at the end as JSON."""

    def __init__(self, as_json: bool) -> None:
        self._json = as_json
        self._texts = {
            (language, prompt.id): prompt.text
            for language, catalogue in load_catalogues().items()
            for prompt in catalogue.values()
        }

    def tell(self, step: Step) -> None:
        """One line."""
        if not self._json:
            typer.echo(
                f"{step.at_seconds:6.1f} s  {step.kind:11}  {step.what:20}  {self._text(step)}".rstrip()
            )

    def done(self, steps: list[Step]) -> None:
        """The end."""
        if self._json:
            rows = [{**step.plain(), "text": self._text(step)} for step in steps]
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))

    def _text(self, step: Step) -> str:
        return self._texts.get((step.language, step.what), "") if step.kind == "heard" else ""


async def _place(
    settings: Settings, repertoire: Repertoire, order: Order, script: CallScript, teller: Teller
) -> list[Step]:
    async with TestCaller(_server(settings), repertoire, from_number=order.from_number) as caller:
        await caller.dial(order.number, within=5.0)
        steps = await script.follow(caller, order.seconds, teller.tell)
        at, by = caller.media.now, caller.ended_by
        await caller.hang_up()
        last = Step(at, "ended", "Asterisk hung up" if by == "them" else "we hung up")
        teller.tell(last)
        if order.save:
            caller.save(order.save)
    return [*steps, last]


def _server(settings: Settings) -> tuple[str, int]:
    host = settings.bind
    return ("127.0.0.1" if host.is_unspecified else str(host), settings.sip_port)


def _speech(source: str) -> Samples:
    try:
        return speech(source)
    except (NotAPrompt, OSError, wave.Error, EOFError) as error:
        raise _stop(f"{source}: {error}", NOT_PLACED) from error


def _repertoire(settings: Settings, language: str) -> Repertoire:
    repertoire = Repertoire.load(settings.folder / "prompts", (language,) if language else ("zh", "en"))
    if not any(sound.language for sound in repertoire.sounds):
        where = settings.folder / "prompts" / language
        raise _stop(f"no prompts in {where}: `faultline prompts build` makes them", NOT_PLACED)
    return repertoire


def _why(failure: CallFailed, settings: Settings, number: str) -> str:
    host, port = _server(settings)
    if not failure.reached:
        return f"nothing answers SIP at {host}:{port} (UDP): is Asterisk running? `faultline run` starts it"
    reasons = {
        401: "calls from this machine are not taken: see FAULTLINE_TRUNK_HOSTS",
        403: "calls from this machine are not taken: see FAULTLINE_TRUNK_HOSTS",
        404: f"the dialplan has no number {number}",
        408: "it rang, and nobody answered",
        486: "busy",
        503: "no call is taken now: FAULTLINE_MAX_CALLS is reached, or Asterisk is overloaded",
    }
    reason = reasons.get(failure.status, failure.reason)
    return f"Asterisk at {host}:{port} refused the call ({failure.status}): {reason}"


def _stop(message: str, code: int) -> typer.Exit:
    typer.echo(f"faultline call: {message}", err=True)
    return typer.Exit(code)
