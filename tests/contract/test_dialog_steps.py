"""The same steps of dialogs against everything that stands behind a Line (issue 2, section 3)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.real_stage import RealStage
from tests.contract.scripted_stages import CallerStage, WireStage
from tests.contract.stage import Stage
from tests.contract.steps import STEPS, Step
from tests.real.conftest import house, prompts, repertoire

__all__ = ["house", "prompts", "repertoire"]

each_step = pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])

SCRIPTED: dict[str, Callable[[Path], Stage]] = {
    "the scripted caller": lambda _: CallerStage(),
    "a scripted Asterisk": lambda folder: WireStage(folder),
    "a scripted Asterisk, byte by byte": lambda folder: WireStage(folder, piece=1),
    "hang-up as result -1": lambda folder: WireStage(folder, hangup_form="result"),
    "hang-up as 511": lambda folder: WireStage(folder, hangup_form="511"),
    "the scripted caller, followed": lambda _: CallerStage(watched=True),
    "a scripted Asterisk, followed": lambda folder: WireStage(folder, watched=True),
    "hang-up as end of file": lambda folder: WireStage(folder, hangup_form="eof"),
}


async def holds(step: Step, stage: Stage) -> None:
    """Run a step and compare."""
    came = await stage.run(step.dialog, step.script)
    assert came.value == step.value
    if step.heard is not None:
        assert came.heard == step.heard


@each_step
@pytest.mark.parametrize("stage", SCRIPTED.values(), ids=SCRIPTED)
async def test_scripted(step: Step, stage: Callable[[Path], Stage], tmp_path: Path) -> None:
    await holds(step, stage(tmp_path))


@each_step
@pytest.mark.real
async def test_real(step: Step, request: pytest.FixtureRequest) -> None:
    await holds(step, RealStage(request.getfixturevalue("house")))
