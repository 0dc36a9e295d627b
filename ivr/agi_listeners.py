"""The FastAGI server's listening address, with several listeners on its one socket.

libuv, and so uvloop, accepts a single connection in each turn of the event loop. Callers who arrive together
would come in one by one behind everybody else's turn, and no turn would ever have much to do at once.
"""

import asyncio
import os
import socket
from collections.abc import Callable

LISTENERS = 4
"""Connections that one turn of the loop may accept. More of them mostly wake up for nothing."""


async def listeners(
    protocol: Callable[[], asyncio.Protocol], host: str, port: int, backlog: int
) -> list[asyncio.Server]:
    """Listen; port 0 takes a free one. Raises OSError when the address is taken."""
    loop = asyncio.get_running_loop()
    first = await loop.create_server(protocol, host, port, backlog=backlog)
    shared = [os.dup(listening.fileno()) for listening in first.sockets for _ in range(LISTENERS - 1)]
    return [
        first,
        *[
            await loop.create_server(protocol, sock=socket.socket(fileno=one), backlog=backlog)
            for one in shared
        ],
    ]
