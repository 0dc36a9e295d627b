// A code list as the form has it: order, words, what is offered; nothing that was kept once is ever taken out.
import type { CodeEntry } from '@/ui/code_lists'

export interface EntryForm extends CodeEntry {
  /** Not kept yet: it may still be taken out. */
  fresh?: boolean
}

/** The list with one entry a place higher or lower; at the end nothing happens. */
export function moved(entries: readonly EntryForm[], at: number, by: -1 | 1): EntryForm[] {
  const to = at + by
  if (to < 0 || to >= entries.length) return [...entries]
  const order = [...entries]
  order.splice(to, 0, ...order.splice(at, 1))
  return order
}

/** Whether a new entry can have this code. */
export function codeFits(entries: readonly EntryForm[], code: string): boolean {
  return /^[a-z][a-z0-9_]{0,31}$/.test(code) && !entries.some((entry) => entry.code === code)
}

/** What is sent: words without blanks around them. */
export function sent(entries: readonly EntryForm[]): CodeEntry[] {
  return entries.map(({ code, zh, en, active }) => ({ code, zh: zh.trim(), en: en.trim(), active }))
}

/** Whether it can be sent: each has both languages, one at least is offered. */
export const complete = (entries: readonly EntryForm[]) =>
  entries.every((entry) => entry.zh.trim() && entry.en.trim())
export const offers = (entries: readonly EntryForm[]) => entries.some((entry) => entry.active)
