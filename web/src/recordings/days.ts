// Days of the site as moments: a day begins at midnight where the site is, not where the browser is.

/** The moment (ISO 8601, UTC) at which a day (2026-11-22) begins in a zone; `after`: so many days later. */
export function dayBegins(day: string, zone: string, after = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const wanted = Date.UTC(year, month - 1, date + after)
  // Twice, as the offset at the guessed moment may be another one than at midnight (summer time).
  let guess = wanted - offsetAt(wanted, zone)
  guess = wanted - offsetAt(guess, zone)
  return new Date(guess).toISOString()
}

/** How far a zone's clocks are ahead of UTC at a moment, in ms. */
function offsetAt(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return shown - Math.floor(moment / 1_000) * 1_000
}
