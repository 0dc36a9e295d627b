"""FastAGI servers that fail, one class a way: the far side of hardening R1 to R3, on the house's own port."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

Session = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.contextmanager
def full_backlog(port: int) -> Iterator[None]:
    """A socket that listens, never accepts, and whose queue is full: a further SYN gets no answer (R1)."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", port))
        listener.listen(0)
        while True:
            filler = stack.enter_context(socket.socket())
            filler.settimeout(0.2)
            try:
                filler.connect(("127.0.0.1", port))
            except TimeoutError:
                break
        yield


@contextlib.asynccontextmanager
async def server(port: int, session: Session) -> AsyncIterator[None]:
    """A server that treats each connection as `session` does."""
    listening = await asyncio.start_server(session, "127.0.0.1", port)
    try:
        yield
    finally:
        listening.close()


async def request(reader: asyncio.StreamReader) -> dict[str, str]:
    """The header block that Asterisk sends first."""
    head = (await reader.readuntil(b"\n\n")).decode()
    pairs = (line.partition(": ") for line in head.splitlines() if line)
    return {name: value for name, _, value in pairs}


async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, command: str) -> str:
    """Send a command, return its answer."""
    writer.write(f"{command}\n".encode())
    return (await reader.readline()).decode().strip()


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accept the call and never say a word (R2)."""
    await reader.read()
    writer.close()


async def dies_before_its_verdict(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say where the caller should go and close without IVR_DONE=1 (R3)."""
    await request(reader)
    await say(reader, writer, "SET VARIABLE IVR_NEXT goodbye")
    writer.close()


async def dies_in_a_prompt(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Give a command, reset the connection in the middle of it (R3); noticed when it ends."""
    await request(reader)
    writer.write(b"EXEC Wait 1\n")
    await writer.drain()
    writer.transport.abort()


def sends_to(next_: str, *, done: str = "1", **variables: str) -> Session:
    """A dialog that ends in order: the caller goes on to `next_`."""

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        for name, value in {**variables, "IVR_NEXT": next_, "IVR_DONE": done}.items():
            await say(reader, writer, f"SET VARIABLE {name} {value}")
        writer.close()

    return session
