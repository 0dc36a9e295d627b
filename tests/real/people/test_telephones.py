"""Telephones follow the users: digests alone in Asterisk's file, in force within seconds, gone with the user (S9)."""

import asyncio
import re
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from faultline.cli import app
from testcalls.agent_phone import AgentPhone, RegistrationRefused
from testcalls.repertoire import Repertoire
from testcalls.sip_digest import Credentials
from tests.real.conftest import AGENT_SECRET
from tests.real.house import House
from tests.real.served import Served, environment
from tests.real.staff import hire
from tests.waiting import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="session")]

AGENT = Credentials("8101", AGENT_SECRET)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, prompts: Path, repertoire: Repertoire) -> Iterator[House]:
    """An instance of this file: its telephones are those of the users alone."""
    house = House.open(tmp_path_factory.mktemp("staffed"), prompts, repertoire=repertoire)
    yield house
    house.close()


@pytest.fixture
async def served(own: House) -> AsyncIterator[Served]:
    """The service beside it."""
    served = Served(own)
    await served.start()
    yield served
    await served.stop()


def agents_file(house: House) -> Path:
    return house.asterisk.places.generated / "pjsip-agents.conf"


async def registers(house: House, credentials: Credentials) -> bool:
    """Whether a telephone with this password is let in."""
    try:
        async with AgentPhone(house.server, house.repertoire, credentials):
            return True
    except RegistrationRefused:
        return False


async def faultline(house: House, *words: str) -> str:
    """What the command prints, run beside the service."""
    done = await asyncio.to_thread(CliRunner().invoke, app, words, env=environment(house))
    assert done.exit_code == 0, done.output
    return done.stdout


async def test_a_users_telephone_registers_and_only_its_digest_is_in_the_file(own: House) -> None:
    await hire(own, "first", "junior_agent", extension=AGENT.user)
    served = Served(own)
    await served.start()
    try:
        assert await registers(own, AGENT)
        assert not await registers(own, Credentials(AGENT.user, "0" * 32))
        text = agents_file(own).read_text()
        assert AGENT_SECRET not in text
        assert "password_digest = MD5:" in text
        assert stat.S_IMODE(agents_file(own).stat().st_mode) == 0o600
        assert AGENT_SECRET.encode() not in (own.settings.folder / "faultline.sqlite3").read_bytes()
    finally:
        await served.stop()


async def test_telephones_come_and_go_while_the_service_runs(own: House, served: Served) -> None:
    """`faultline users` beside the service: in force within seconds, without a restart."""
    printed = await faultline(own, "users", "add", "second", "--role", "senior_agent", "--extension", "8102")
    found = re.search(r"telephone: user (\d+), password (\S+)", printed)
    assert found is not None
    second = Credentials(found[1], found[2])

    async def let_in() -> bool:
        return await registers(own, second)

    async def refused() -> bool:
        return not await registers(own, second)

    assert await until(let_in)
    again = await faultline(own, "users", "reset-password", "second", "--telephone")
    assert second.password not in again
    assert await until(refused)
    await faultline(own, "users", "disable", "second")

    async def gone() -> bool:
        return "8102" not in await asyncio.to_thread(own.asterisk.rx, "pjsip list endpoints")

    assert await until(gone)


async def test_a_start_without_the_database_leaves_telephones_as_they_are(own: House) -> None:
    """R10: agents go on telephoning; the users are followed once the database is there."""
    before = agents_file(own).read_text()
    assert "[8101]" in before
    away = Served(
        own, FAULTLINE_DATABASE_URL=f"postgresql+asyncpg://faultline@/none?host={own.settings.folder}"
    )
    await away.start(wait=False)

    async def answers() -> bool:
        return (await away.readiness())[0] == 503

    try:
        assert await until(answers, seconds=60)
        assert agents_file(own).read_text() == before
    finally:
        await away.stop()
