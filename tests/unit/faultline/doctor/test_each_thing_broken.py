"""Each single thing is broken in a healthy instance: the doctor names it, and nothing else, with a remedy."""

from collections.abc import Callable
from pathlib import Path

import pytest

from faultline.doctor import State, examine
from tests.unit.faultline.doctor.house import House

Break = Callable[[House], dict[str, object] | None]
STAGES = "dialplan/stages.conf"
VOICEMAIL = "dialplan/voicemail.conf"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def dialplan(file: str, old: str, new: str) -> Break:
    return lambda house: edit(house.etc / file, old, new)


def setting(**changes: object) -> Break:
    return lambda _: changes


def mode(name: str, bits: int) -> Break:
    return lambda house: (house.data / name).chmod(bits)


def write(name: str, text: str) -> Break:
    return lambda house: (house.data / name).write_text(text) and None


def unlink(name: str) -> Break:
    return lambda house: (house.data / name).unlink()


def foreign_revision(house: House) -> None:
    import sqlite3

    with sqlite3.connect(house.data / "faultline.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")


def carrier_by_name(house: House) -> dict[str, object]:
    secret = house.data / "secrets" / "trunk"
    secret.touch(mode=0o600)
    secret.write_text("made-up")
    return {"trunk_register": "sip:hotline@carrier.example"}


def move_data(house: House) -> dict[str, object]:
    house.data.rename(house.root / "a,b")
    return {"data": house.root / "a,b"}


BROKEN: list[tuple[str, Break, str, str, str]] = [
    # what is broken, how, the finding's name, what it says, what to do
    ("no Asterisk", setting(asterisk="/nowhere/asterisk"), "asterisk", "not a program", ""),
    ("too old", lambda h: h.says_version("18.26.4"), "asterisk", "older than 20", "FAULTLINE_ASTERISK"),
    ("known bad", lambda h: h.says_version("22.11.0"), "asterisk", "22.11.0", "FAULTLINE_ASTERISK"),
    ("a module", lambda h: (h.modules / "app_queue.so").unlink(), "modules", "app_queue.so", "install"),
    (
        "a webhook elsewhere",
        setting(queues={"junior": {"pop": {"webhook": "https://crm.example/pops"}}}),
        "screen pops",
        "crm.example",
        "FAULTLINE_WEBHOOK_HOSTS",
    ),
    ("a bad line", write("asterisk/etc/site/extensions.conf", "[x]\nnonsense\n"), "configuration",
     "extensions.conf, line 2", "mend site/extensions.conf"),
    ("a bad section", write("asterisk/etc/site/queues.conf", "[x\n"), "configuration",
     "queues.conf, line 1", "mend site/queues.conf"),
    ("an include", unlink("asterisk/etc/generated/rtp.conf"), "configuration", "rtp.conf", "faultline run"),
    ("a service", dialplan(STAGES, "Set(STAGE=hotline)", "Set(STAGE=hot_line)"), "dialplan", "hot_line",
     "reload"),
    ("a service unused", dialplan(STAGES, "Set(STAGE=hotline)", "Set(STAGE=fault_report)"), "dialplan",
     "hotline.py is called from nowhere", "reload"),
    ("a prompt's id", dialplan(VOICEMAIL, "${PROMPTS}/goodbye", "${PROMPTS}/good_bye"), "dialplan",
     "good_bye", "reload"),
    ("a variable", dialplan(STAGES, "Set(IVR_REASON=)", "Set(IVR_RAESON=)"), "dialplan", "IVR_RAESON", "reload"),
    ("a knob", dialplan("extensions.conf", "MAX_TRIES = 3", "MAXTRIES = 3"), "dialplan", "MAX_TRIES", "reload"),
    ("a place", dialplan(VOICEMAIL, "[goodbye]", "[good_bye]"), "dialplan", "[goodbye]", "reload"),
    ("a verdict", dialplan(STAGES, '"${IVR_NEXT}" = "agent"', '"${IVR_NEXT}" = "agnet"'), "dialplan",
     "IVR_NEXT=agent", "reload"),
    ("a prompt", unlink("prompts/zh/V1.wav"), "prompts", "zh/V1", "faultline prompts build"),
    ("an empty prompt", write("prompts/en/V9.wav16", ""), "prompts", "en/V9", "faultline prompts build"),
    ("a tone", unlink("prompts/beep.wav"), "prompts", "beep", "faultline prompts build"),
    ("secrets' folder", mode("secrets", 0o750), "secrets", "mode 0750", "chmod 700"),
    ("a secret", mode("secrets/ami-events", 0o644), "secrets", "mode 0644", "chmod 600"),
    ("a generated secret", mode("asterisk/etc/generated/manager-accounts.conf", 0o640), "secrets",
     "manager-accounts.conf", "chmod 600"),
    ("trunk's password", setting(trunk_register="sip:hotline@carrier.example"), "trunk",
     "password", "chmod 600"),
    ("TLS's files", setting(sip_tls_port=5061), "trunk", "FAULTLINE_SIP_TLS_KEY", "PEM"),
    ("test head", setting(test_head="teapot"), "test head", "expected `lab`", "FAULTLINE_TEST_HEAD"),
    ("time zone", setting(site_zone="Atlantis/Capital"), "time zone", "Atlantis", "FAULTLINE_SITE_ZONE"),
    ("database's address", setting(database_url="postgresql+asyncpg://u:made-up@127.0.0.1:1/x"), "database",
     "not reachable", "start the database"),
    ("database's kind", setting(database_url="teapot://u:made-up@127.0.0.1/x"), "database", "can't be used",
     "postgresql+asyncpg"),
    ("database's revision", foreign_revision, "database", "ffffffffffff", "faultline db upgrade"),
    ("data folder", move_data, "configuration", "syntax", "FAULTLINE_DATA"),
]  # fmt: skip


def test_a_healthy_instance_has_nothing_to_put_right(house: House) -> None:
    findings = list(examine(house.settings()))
    assert [finding for finding in findings if finding.state is State.FAIL] == []
    assert {finding.name for finding in findings if finding.state is State.OK} >= {
        "asterisk", "modules", "configuration", "dialplan", "prompts", "secrets", "ports", "database", "journal",
        "test head", "trunk", "time zone",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "name", "says", "do"),
    [pytest.param(how, name, says, do, id=what) for what, how, name, says, do in BROKEN],
)
def test_it_is_named_with_a_remedy(house: House, broken: Break, name: str, says: str, do: str) -> None:
    changes = broken(house) or {}
    failures = [f for f in examine(house.settings(**changes)) if f.state is State.FAIL]
    told = [finding for finding in failures if finding.name == name and says in finding.says]
    assert told, failures
    assert all(finding.do and do in finding.do for finding in told)
    assert {finding.name for finding in failures} == {name}
    assert "made-up" not in str(failures), "no password is shown"


@pytest.mark.parametrize(
    ("broken", "name", "says"),
    [
        (lambda h: h.says_version("22.9.0"), "asterisk", "has holes"),
        (lambda h: (h.modules / "res_srtp.so").unlink(), "modules", "res_srtp.so"),
        (setting(trunk_hosts=""), "trunk", "no public calls"),
        (carrier_by_name, "trunk", "a name"),
        (unlink("faultline.sqlite3"), "database", "not made yet"),
        (write("journal/aside.jsonl", "{}\n{}\n"), "journal", "refused 2 facts"),
        (unlink("asterisk/etc/asterisk.conf"), "configuration", "not generated yet"),
    ],
    ids=[
        "old Asterisk",
        "a spare module",
        "nobody may call",
        "R19: a carrier given by name",
        "no database",
        "refused facts",
        "never started",
    ],
)
def test_what_works_but_should_be_looked_at_is_a_warning(
    house: House, broken: Break, name: str, says: str
) -> None:
    changes = broken(house) or {}
    findings = list(examine(house.settings(**changes)))
    warned = [f for f in findings if f.name == name and f.state is State.WARN and says in f.says]
    assert warned, findings
    assert warned[0].do
    assert not [finding for finding in findings if finding.state is State.FAIL]
