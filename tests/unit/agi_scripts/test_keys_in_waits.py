"""F1.2: no flow waits for the desk with nobody listening, or Asterisk would drop the keys pressed meanwhile."""

import ast
from pathlib import Path

import pytest

LISTENED = {"ask", "hold", "meanwhile"}
"""What listens for keys while something else is awaited; `ask` does for its `valid`."""
FLOWS = sorted(Path("agi_scripts").rglob("*.py"))


def waits_unheard(source: str) -> list[int]:
    """Lines that await something of the desk by themselves; a function that is handed to `ask` may."""
    tree = ast.parse(source)
    handed = {
        name.id
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in LISTENED
        for name in call.args
        if isinstance(name, ast.Name)
    }
    heard = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.AsyncFunctionDef) and function.name in handed
        for node in ast.walk(function)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Await) and node not in heard and _of_the_desk(node.value)
    ]


def _of_the_desk(value: ast.expr) -> bool:
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and isinstance(value.func.value, ast.Name)
        and value.func.value.id == "desk"
    )


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_every_wait_of_a_flow_is_listened_to(flow: Path) -> None:
    assert waits_unheard(flow.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param("async def f(line, desk):\n    await desk.confirm()", [2], id="awaited by itself"),
        pytest.param(
            "async def f(line, desk):\n    await line.meanwhile(desk.confirm())", [], id="listened to"
        ),
        pytest.param(
            "async def f(line, desk):\n    async def v(n):\n        return await desk.report(n)\n    await ask(line, Q, v)",
            [],
            id="handed to ask",
        ),
        pytest.param(
            "async def f(line, desk):\n    async def v(n):\n        return await desk.report(n)\n    await v(1)",
            [3],
            id="called by itself",
        ),
    ],
)
def test_what_is_found(source: str, lines: list[int]) -> None:
    assert waits_unheard(source) == lines
