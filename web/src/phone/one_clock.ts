// Keys that last as long as they are pressed: an answer or offer of Asterisk that leaves them the clock of the voice alone.

const LINE = /^m=audio \d+ \S+ (.*)$/m
const EVENTS = /^a=rtpmap:(\d+) telephone-event\/(\d+)/gm
/** G.711 and G.722 may come without a line of their own (RFC 3551, table 4). */
const CLOCK_OF_OLD = '8000'

/**
 * The description without keys in another clock than that of the voice, where it knows them in that of the voice, too.
 * Chromium takes the slowest one that it is given, but counts by the voice's: a key of 120 ms beside Opus leaves it as
 * three packets within one instant instead of lasting (RFC 4733, 2.5), and is gone when just these are lost.
 */
export function oneClock(sdp: string): string {
  const formats = LINE.exec(sdp)?.[1]?.trim().split(' ') ?? []
  const voice = new RegExp(`^a=rtpmap:${formats[0]} [^/]+/(\\d+)`, 'm').exec(sdp)?.[1] ?? CLOCK_OF_OLD
  const events = [...sdp.matchAll(EVENTS)].map(([, format, clock]) => ({ format: String(format), clock }))
  if (!events.some((one) => one.clock === voice)) return sdp
  return events.filter((one) => one.clock !== voice).reduce((rest, one) => without(rest, one.format), sdp)
}

function without(sdp: string, format: string): string {
  return sdp
    .replace(LINE, (line) => line.replace(new RegExp(`( .*) ${format}(?= |\\r|$)`), '$1'))
    .replaceAll(new RegExp(`^a=(?:rtpmap|fmtp):${format} .*\\r?\\n`, 'gm'), '')
}
