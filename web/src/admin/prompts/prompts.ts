// Prompts side by side: one row an id, what each language says.
import type { components } from '@/api/schema'

export type Prompt = components['schemas']['PromptShown']
export const TONE = 'tone'
export const LARGEST = 10 * 1024 * 1024

export type Source = 'all' | 'studio' | 'rendered' | 'missing'

/** Those that fit what is looked for: in the id, the clause or the text. */
export function found(
  prompts: readonly Prompt[],
  search: string,
  language: string,
  source: Source,
): Prompt[] {
  const words = search.trim().toLowerCase()
  return prompts.filter(
    (one) =>
      (!language || one.language === language) &&
      fits(one, source) &&
      (!words || [one.id, one.clause, one.text].some((text) => text.toLowerCase().includes(words))),
  )
}

function fits(prompt: Prompt, source: Source): boolean {
  if (source === 'all') return true
  if (source === 'missing') return prompt.seconds === null
  return prompt.source === source
}

export const soundPath = (prompt: Prompt): string =>
  `/api/prompts/${prompt.language}/${prompt.id}/sound?at=${encodeURIComponent(prompt.take?.at ?? '')}`

/** What a replacement is asked with. */
export function replacePath(prompt: Prompt, file: string, recordedBy: string): string {
  const asked = new URLSearchParams({ file: file.slice(-64) })
  if (recordedBy.trim()) asked.set('recorded_by', recordedBy.trim())
  return `/api/prompts/${prompt.language}/${prompt.id}?${asked.toString()}`
}
