// Durations and times the way people read them.

/** Seconds as 0:07, 12:05 or 1:02:03; below zero counts as nothing. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

export type Precision = 'day' | 'minute' | 'second'

/** A moment (ISO 8601) in the site's zone: 2026年11月22日 14:05, or 22 Nov 2026, 14:05. */
export function momentText(
  moment: string,
  language: 'zh' | 'en',
  zone: string,
  precision: Precision = 'minute',
): string {
  const date = new Date(moment)
  const day = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
  }).format(date)
  if (precision === 'day') return day
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: precision === 'second' ? '2-digit' : undefined,
    hourCycle: 'h23',
  }).format(date)
  return language === 'zh' ? `${day} ${time}` : `${day}, ${time}`
}
