"""What a page hears: the spectrum of the sound that its telephone receives, looked at inside the page."""

from collections.abc import Sequence

from playwright.async_api import Page

from tests.waiting import until

KEEP_CONNECTIONS = """(() => {
  const Real = window.RTCPeerConnection
  const all = (window.connectionsOfTheTest = [])
  window.RTCPeerConnection = class extends Real {
    constructor(...words) { super(...words); all.push(this) }
  }
  const Line = window.WebSocket
  const lines = (window.linesOfTheTest = [])
  window.WebSocket = class extends Line {
    constructor(...words) { super(...words); lines.push(this) }
  }
})()"""
"""To run in every page before its own scripts."""

LOUD = -40.0
"""Decibels in the pitch's own bin; the microphones' beeps arrive above -25, other pitches stay below -52."""

_LISTEN = """async ([pitches, milliseconds]) => {
  const open = window.connectionsOfTheTest.filter((one) => one.connectionState !== 'closed')
  const tracks = open.flatMap((one) => one.getReceivers()).map((one) => one.track)
    .filter((one) => one?.kind === 'audio' && one.readyState === 'live')
  if (!tracks.length) return pitches.map(() => -200)
  const context = new AudioContext()
  const spectrum = context.createAnalyser()
  spectrum.fftSize = 8192
  spectrum.smoothingTimeConstant = 0
  for (const track of tracks) context.createMediaStreamSource(new MediaStream([track])).connect(spectrum)
  const bins = new Float32Array(spectrum.frequencyBinCount)
  const most = pitches.map(() => -200)
  const end = performance.now() + milliseconds
  while (performance.now() < end) {
    await new Promise((next) => setTimeout(next, 40))
    spectrum.getFloatFrequencyData(bins)
    pitches.forEach((pitch, n) => {
      const bin = Math.round((pitch * spectrum.fftSize) / context.sampleRate)
      most[n] = Math.max(most[n], ...bins.slice(bin - 1, bin + 2))
    })
  }
  await context.close()
  return most
}"""


async def loudness(page: Page, pitches: Sequence[float], seconds: float = 1.0) -> list[float]:
    """Decibels (0 is full scale) of each pitch at its loudest in the next `seconds`."""
    answer: list[float] = await page.evaluate(_LISTEN, [list(pitches), seconds * 1000])
    return answer


async def hears(page: Page, pitch: float, *, among: Sequence[float] = ()) -> None:
    """Wait until the page hears `pitch` and none of the others `among`. Raises AssertionError."""
    others = [one for one in among if one != pitch]
    await _until_heard(page, [pitch, *others], {pitch})


async def hears_nothing(page: Page, pitches: Sequence[float]) -> None:
    """Wait until none of these reaches the page. Raises AssertionError."""
    await _until_heard(page, pitches, set())


async def _until_heard(page: Page, pitches: Sequence[float], wanted: set[float]) -> None:
    levels: list[float] = []

    async def heard() -> bool:
        levels[:] = await loudness(page, pitches)
        return {one for one, level in zip(pitches, levels, strict=True) if level > LOUD} == wanted

    try:
        await until(heard)
    except AssertionError:
        told = {one: round(level) for one, level in zip(pitches, levels, strict=True)}
        raise AssertionError(f"{wanted} wanted, heard {told} dB; {await connections(page)}") from None


async def connections(page: Page) -> list[str]:
    """What the page's telephone says of its connections, for messages."""
    answer: list[str] = await page.evaluate(
        """async () => Promise.all((window.connectionsOfTheTest ?? []).map(async (one) => {
          const all = [...(await one.getStats()).values()]
          const pick = (type) => all.filter((s) => s.type === type && s.kind !== 'video')
            .map((s) => `${type} ${s.packetsReceived ?? s.packetsSent} packets level ${s.audioLevel}`)
          return [one.connectionState, one.iceConnectionState, ...pick('inbound-rtp'), ...pick('outbound-rtp')].join(', ')
        }))"""
    )
    return answer
