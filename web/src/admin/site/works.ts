// Planned works as the form has them: times on the site's clock.
import type { components } from '@/api/schema'
import { instantOf, wallTime } from '../wall_time'

export type Works = components['schemas']['WorksShown']
export type WorksDraft = components['schemas']['WorksDraft']

export interface WorksForm {
  prefix: string
  /** 2026-11-22T14:05:00 on the site's clock. */
  starts: string
  ends: string
  text_zh: string
  text_en: string
}

export function worksForm(works: Works, zone: string): WorksForm {
  const { prefix, text_zh, text_en } = works
  return { prefix, text_zh, text_en, starts: wallTime(works.starts, zone), ends: wallTime(works.ends, zone) }
}

/** What is sent; null while the times are none. */
export function worksDraft(form: WorksForm, zone: string): WorksDraft | null {
  const [starts, ends] = [instantOf(form.starts, zone), instantOf(form.ends, zone)]
  return starts && ends ? { ...form, prefix: form.prefix.trim(), starts, ends } : null
}

/** What they are at this moment. */
export function stageOf(works: Works, now: Date): 'now' | 'coming' | 'past' {
  if (new Date(works.starts) > now) return 'coming'
  return new Date(works.ends) > now ? 'now' : 'past'
}
