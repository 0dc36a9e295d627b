"""All checks in the order in which a person would put things right."""

from collections.abc import Callable, Iterator

from pydantic import ValidationError

from faultline.doctor.asterisk_program import check_asterisk
from faultline.doctor.configuration import check_configuration
from faultline.doctor.dialplan import check_dialplan
from faultline.doctor.finding import Finding, fail
from faultline.doctor.machine import check_clock, check_disk, check_owner
from faultline.doctor.pops import check_pops
from faultline.doctor.ports import check_ports
from faultline.doctor.secret_files import check_secrets
from faultline.doctor.speech import check_prompts, check_test_head
from faultline.doctor.store import check_database, check_journal
from faultline.doctor.trunk import check_trunk
from faultline.settings import Settings

Check = Callable[[Settings], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    check_asterisk,
    check_owner,
    check_disk,
    check_clock,
    check_secrets,
    check_configuration,
    check_dialplan,
    check_prompts,
    check_trunk,
    check_test_head,
    check_pops,
    check_ports,
    check_database,
    check_journal,
)


def examine(settings: Settings) -> Iterator[Finding]:
    """Run every check; one that breaks is a finding of its own and does not stop the others."""
    for check in CHECKS:
        try:
            yield from check(settings)
        except Exception as trouble:  # the edge: whatever is wrong with the house, the doctor goes on
            name = check.__name__.removeprefix("check_").replace("_", " ")
            yield fail(
                name, f"can't be checked: {type(trouble).__name__}: {trouble}", "report this as a fault"
            )


def read_settings() -> Settings | list[Finding]:
    """The settings, or what is wrong with them, one finding each."""
    try:
        return Settings()
    except ValidationError as trouble:
        return [_wrong(".".join(map(str, error["loc"])), error["msg"]) for error in trouble.errors()]
    except (OSError, ValueError) as trouble:
        return [fail("settings", f"faultline.toml can't be read: {trouble}", "mend faultline.toml")]


def _wrong(name: str, says: str) -> Finding:
    setting = f"FAULTLINE_{name.upper()}"
    return fail(
        "settings", f"{setting}: {says}", f"correct {setting} in the environment or in faultline.toml"
    )
