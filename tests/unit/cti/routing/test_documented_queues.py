"""The queues of the operations page can be read as they stand there."""

import re
import tomllib
from datetime import datetime
from zoneinfo import ZoneInfo

from cti.routing.queues import QueueSettings, all_queues
from faultline.toolbox.folders import project

ZONE = ZoneInfo("Asia/Shanghai")


def test_the_example_of_the_operations_page() -> None:
    page = (project() / "docs" / "operations.md").read_text()
    [block] = re.findall(r"^    \[queues\.junior\]\n(?:(?:    [^\n]*)?\n)+", page, re.MULTILINE)
    written = tomllib.loads(block)["queues"]
    queues = all_queues({name: QueueSettings.model_validate(values) for name, values in written.items()})
    junior = queues["junior"]
    assert (junior.overflow_to, junior.key_accounts_to, junior.duty_number) == (
        "senior",
        "senior",
        "55500199",
    )
    assert junior.hours.open_at(datetime(2026, 11, 28, 5, 0, tzinfo=ZONE), ZONE), "until Saturday morning"
    assert junior.hours.open_at(datetime(2026, 10, 10, 9, 30, tzinfo=ZONE), ZONE)
    assert not junior.hours.open_at(datetime(2026, 10, 1, 9, 30, tzinfo=ZONE), ZONE)
