// A node's health as lines that people read: each part well or not, and why.
import type { components } from '@/api/schema'
import type { Tone } from '@/ui/StateTag.vue'

export type Health = components['schemas']['Health']

export interface Part {
  name: string
  tone: Tone
  trouble: string | null
}

export const SLOW_SECONDS = 0.5
export const CLOCK_SECONDS = 5
const FEW_BYTES = 1024 ** 3
const MANY_WAITING = 5000

/** Each part of the node. `here`: this browser's clock, milliseconds; the service's may differ by CLOCK_SECONDS. */
export function partsOf(health: Health, here: number): Part[] {
  const { database, asterisk, event_log: log, disk } = health
  const off = Math.abs(Date.parse(health.at) - here) / 1000
  const away = health.telephones.filter((one) => one.signed_in && !one.registered)
  return [
    part('database', database.trouble, (database.seconds ?? 0) > SLOW_SECONDS),
    part('asterisk', asterisk.trouble),
    part('event_log', log.trouble, log.lost > 0 || (log.waiting ?? 0) > MANY_WAITING),
    part('disk', disk.trouble, disk.free_bytes < FEW_BYTES),
    part('telephones', null, away.length > 0),
    part('prompts', null, health.missing_prompts.length > 0),
    part('clock', null, off > CLOCK_SECONDS),
  ]
}

function part(name: string, trouble: string | null | undefined, doubtful = false): Part {
  return { name, trouble: trouble ?? null, tone: trouble ? 'danger' : doubtful ? 'warn' : 'good' }
}

/** 12.3 GB. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)))
  return `${(bytes / 1000 ** step).toFixed(step ? 1 : 0)} ${units[step]}`
}
