// A moment in few letters for a list: the time of today, else the day, with its year only where it is another one.

/** `moment` (ISO 8601) as seen at `now` in the site's zone. */
export function shortMoment(moment: string, language: 'zh' | 'en', zone: string, now: Date): string {
  const at = new Date(moment)
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const say = (date: Date, parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...parts }).format(date)
  const day = (date: Date) => say(date, { year: 'numeric', month: 'numeric', day: 'numeric' })
  if (day(at) === day(now)) return say(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const month = language === 'zh' ? 'long' : 'short'
  const year = (date: Date) => say(date, { year: 'numeric' })
  return say(at, { month, day: 'numeric', year: year(at) === year(now) ? undefined : 'numeric' })
}
