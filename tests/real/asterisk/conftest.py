"""What the tests of Asterisk alone share: an agent who counts as there, so that callers stay in the queue."""

from collections.abc import AsyncIterator

import pytest

from tests.real.house import House


@pytest.fixture
async def staffed(house: House) -> AsyncIterator[House]:
    """A house whose queues junior and english have a paused agent: callers wait, nobody answers."""
    members = [("Local/s@end/n", "junior"), ("Local/s@end/n", "english")]
    for member, queue in members:
        house.asterisk.rx(f"queue add member {member} to {queue}")
        house.asterisk.rx(f"queue pause member {member} queue {queue}")
    yield house
    for member, queue in members:
        house.asterisk.rx(f"queue remove member {member} from {queue}")
    await house.empty()
