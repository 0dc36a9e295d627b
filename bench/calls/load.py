"""Complete fault reports by SIPp, many at once: a real SIP caller each, with keys and a spoken symptom (RTP)."""

import asyncio
import struct
from asyncio.subprocess import DEVNULL
from pathlib import Path

from faultline.toolbox import find_tool

SCENARIO = Path(__file__).parent / "report.xml"
FRAME_SAMPLES, PCMA = 160, 8
LIMIT_SECONDS = 180


async def report_faults(
    server: tuple[str, int], folder: Path, *, prefix: str, calls: int, rate: float = 10
) -> None:
    """Place `calls` calls, `rate` a second, about the lines `prefix` + 1, 2, 3 …; `folder` takes SIPp's files.

    Needs CAP_NET_RAW, for SIPp's keys and speech. Raises RuntimeError unless the service ended every call in order.
    """
    speech = folder / "speech.pcap"
    speech.write_bytes(spoken(3.0))
    scenario = folder / "report.xml"
    scenario.write_text(SCENARIO.read_text().replace("LINE", prefix).replace("SPEECH", str(speech)))
    sipp = await asyncio.create_subprocess_exec(
        find_tool("sipp"),
        *[f"{server[0]}:{server[1]}", "-sf", scenario, "-i", "127.0.0.1", "-p", "0", "-cp", "0", "-nostdin"],
        *[
            "-m",
            str(calls),
            "-l",
            str(calls),
            "-r",
            f"{rate:g}",
            "-trace_err",
            "-error_file",
            folder / "errors",
        ],
        cwd=folder,
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    try:
        status = await asyncio.wait_for(sipp.wait(), LIMIT_SECONDS)
    finally:
        if sipp.returncode is None:
            sipp.kill()
            await sipp.wait()
    if status != 0:
        raise RuntimeError(f"not every call ended in order, see {folder}")


def spoken(seconds: float) -> bytes:
    """A tone that is no silence, in A-law, 20 ms a packet, as SIPp's play_pcap_audio takes it (Ethernet)."""
    payload = bytes(0xAA ^ (0x80 if n % 20 < 10 else 0) for n in range(FRAME_SAMPLES))
    records = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)]
    for n in range(int(seconds * 50)):
        rtp = struct.pack("!BBHII", 0x80, PCMA, n, n * FRAME_SAMPLES, 0x5EED) + payload
        udp = struct.pack("!HHHH", 10_000, 10_000, 8 + len(rtp), 0) + rtp
        ip = struct.pack(
            "!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), n, 0, 64, 17, 0, *[bytes([127, 0, 0, 1])] * 2
        )
        frame = bytes(12) + b"\x08\x00" + ip + udp
        records.append(struct.pack("<IIII", n // 50, n % 50 * 20_000, len(frame), len(frame)) + frame)
    return b"".join(records)
