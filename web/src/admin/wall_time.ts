// Times as people of the site say them (2026-11-22T14:05, no zone) and as the service wants them (ISO 8601, UTC).

/** What a clock on the site's wall shows at a moment. */
export function wallTime(moment: string | Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(new Date(moment))
  return parts.replace(' ', 'T')
}

/** The moment at which the clock on the wall shows this; null for what is no time. */
export function instantOf(wall: string, zone: string): string | null {
  const meant = Date.parse(`${wall}Z`)
  if (Number.isNaN(meant)) return null
  let moment = meant
  // Twice: the offset that holds there is known only from there, on days on which it changes.
  for (let look = 0; look < 2; look++) moment += meant - Date.parse(`${wallTime(new Date(moment), zone)}Z`)
  return new Date(moment).toISOString()
}
