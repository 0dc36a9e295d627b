"""Ten thousand random and mutated streams over TCP, and what must be left of them: nothing (S1, S20).

A mutated stream begins as what Asterisk sends. Hypothesis looks for the seed of a batch; it names the seed of a batch
that fails. Good calls go on meanwhile.
"""

import asyncio
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.agi_limits import Limits
from ivr.scripted_asterisk import ScriptedAsterisk
from tests.wire.ivr.telephone_exchange import Exchange, exchange, steady_calls, twenty_values

BATCHES = 100
STREAMS_A_BATCH = 100
AT_ONCE = 20
GREETING = ScriptedAsterisk(script_name="good").greeting()
ANSWERS = (
    b"200 result=1 (1700000000.1)\n",
    b"200 result=1\n",
    b"200 result=0\n",
    b"200 result=-1\n",
    b"200 result=1 (1700000000.1-0)\n",
    b"200 result=35 (dtmf) endpos=1600\n",
    b"510 Invalid or unknown command\n",
    b"511 Command Not Permitted on a dead channel\n",
    b"520-Invalid command syntax.\nUsage\n520 End of proper usage.\n",
    b"HANGUP\n",
)
SPICES = (
    b"\n",
    b"\n\n",
    b"\r\n",
    b"\0",
    b"\xff",
    b"agi_",
    b": ",
    b"(",
    b")",
    b"endpos=",
    b"-",
    b"agi_uniqueid: 1.1\n",
)


def stream(chance: random.Random) -> bytes:
    """Random bytes, or what Asterisk would send, mutated a few times."""
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(400))
    data = bytearray(GREETING)
    for _ in range(chance.randrange(6)):
        data += chance.choice(ANSWERS)
    for _ in range(chance.randrange(5)):
        mutate(data, chance)
    return bytes(data)


def mutate(data: bytearray, chance: random.Random) -> None:
    """Change, cut out, double or add something somewhere."""
    place = chance.randrange(len(data) + 1)
    end = min(len(data), place + chance.randrange(1, 40))
    match chance.randrange(5):
        case 0 if place < len(data):
            data[place] = chance.randrange(256)
        case 1:
            del data[place:end]
        case 2:
            data[place:place] = data[place:end]
        case 3:
            data[place:place] = chance.choice(SPICES)
        case _:
            del data[place:]


async def feed(served: Exchange, seed: int) -> int:
    """One batch, some of it at once; returns how many streams came to their end."""
    chance = random.Random(seed)
    fed = 0
    for _ in range(STREAMS_A_BATCH // AT_ONCE):
        pieces = chance.choice((0, 0, 0, 40, 200))
        streams = [stream(chance) for _ in range(AT_ONCE)]
        fed += len(await asyncio.gather(*(served.send(one, piece=pieces, shut=True) for one in streams)))
    return fed


def test_ten_thousand_hostile_streams_leave_nothing_behind() -> None:
    fed, calls_made, seeds = 0, 0, set[int]()

    @settings(
        max_examples=BATCHES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(seed=st.integers(0, 2**32))
    def a_batch(seed: int) -> None:
        async def run() -> None:
            nonlocal fed, calls_made
            limits = Limits(greeting_seconds=1.0, answer_margin_seconds=1.0, sweep_seconds=0.05)
            async with exchange(twenty_values, limits) as served:
                async with steady_calls(served) as calls:
                    fed += await feed(served, seed)
                calls_made += len(calls)
                assert served.server.active == 0

        asyncio.run(run())
        seeds.add(seed)

    a_batch()
    assert len(seeds) >= BATCHES * 9 // 10
    assert fed >= 10_000
    assert calls_made >= BATCHES
