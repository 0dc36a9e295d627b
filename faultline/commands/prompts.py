"""`faultline prompts`: render what callers hear, list it, check that nothing is missing."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from faultline.settings import Settings
from faultline.toolbox.tools import find_tool
from faultline.toolbox.trouble import ToolboxError
from ivr.prompts.build import BuildError, build_prompts
from ivr.prompts.catalogue import CatalogueError, load_catalogues
from ivr.prompts.engine import EngineError, EspeakEngine
from ivr.prompts.library import MissingPrompt, PromptLibrary
from ivr.prompts.plan import OVERRIDES, PROMPTS, TONE_FINISHES

app = typer.Typer(help="What callers hear: build, list, check.", no_args_is_help=True)

Data = Annotated[
    Path | None, typer.Option("--data", help="Data folder; default: the settings'.", show_default=False)
]


@app.command()
def build(
    data: Data = None,
    force: Annotated[bool, typer.Option("--force", help="Render everything, changed or not.")] = False,
) -> None:
    """Render every prompt that changed, the tones, and the music on hold."""
    folder = _folder(data)
    program = _espeak()
    engine = EspeakEngine(program) if program else None
    try:
        built = build_prompts(folder, engine, force=force, progress=_progress)
    except (BuildError, CatalogueError, EngineError) as error:
        raise _stopped(str(error)) from error
    rest = f", {len(built.removed)} files removed" if built.removed else ""
    typer.echo(f"prompts: {len(built.rendered)} rendered, {len(built.unchanged)} unchanged{rest}")


@app.command("list")
def list_prompts(data: Data = None) -> None:
    """Show every prompt: language, id, clause, where its sound comes from, text."""
    folder = _folder(data)
    try:
        catalogues = load_catalogues()
    except CatalogueError as error:
        raise _stopped(str(error)) from error
    for language, catalogue in catalogues.items():
        for prompt in catalogue.values():
            source = _source(folder / OVERRIDES / language / f"{prompt.id}.wav", "voice")
            typer.echo(f"{language}  {prompt.id:24} {prompt.clause:6} {source:7} {prompt.text}")
    for name in TONE_FINISHES:
        typer.echo(f"--  {name:24} {'':6} {_source(folder / OVERRIDES / f'{name}.wav', 'made')}")


@app.command()
def check(data: Data = None) -> None:
    """Say which prompts are missing; ends with 1 when there are any."""
    try:
        PromptLibrary(_folder(data) / PROMPTS).check()
    except (MissingPrompt, CatalogueError) as error:
        raise _stopped(str(error)) from error
    typer.echo("prompts: all there")


def _folder(data: Path | None) -> Path:
    return data.expanduser().resolve() if data is not None else Settings().folder


def _espeak() -> Path | None:
    """None when the machine has no voice: enough where studio takes or an earlier build cover everything."""
    try:
        return find_tool("espeak-ng")
    except ToolboxError:
        return None


def _source(take: Path, otherwise: str) -> str:
    return "studio" if take.exists() else otherwise


def _stopped(reason: str) -> typer.Exit:
    typer.echo(f"prompts: {reason}", err=True)
    return typer.Exit(1)


def _progress(done: int, total: int, stem: str) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\rprompts: {done + 1} of {total}  {stem:40.40}", err=True, nl=done + 1 == total)
    elif done % 50 == 0:
        typer.echo(f"prompts: {done} of {total} rendered", err=True)
