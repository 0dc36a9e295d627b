// Phrases and code lists: asked for once a page, they rarely change.
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import type { Phrase } from './steps'

export type CodeEntry = components['schemas']['EntryShown']
export type ListName = 'disposition' | 'pause_reason'

const phrases = new Map<string, Promise<Phrase[]>>()
const lists = new Map<ListName, Promise<CodeEntry[]>>()

/** The standard phrases in a caller's language; any but English is served in Chinese (K11). Throws ApiProblem. */
export function phraseBook(language: string): Promise<Phrase[]> {
  const wanted = language === 'en' ? 'en' : 'zh'
  return once(phrases, wanted, () =>
    unwrap(api.GET('/api/phrases', { params: { query: { language: wanted } } })),
  )
}

/** The entries of a code list, inactive ones too: they were noted once. Throws ApiProblem. */
export function codeList(name: ListName): Promise<CodeEntry[]> {
  return once(
    lists,
    name,
    async () => (await unwrap(api.GET('/api/code-lists/{name}', { params: { path: { name } } }))).entries,
  )
}

/** An entry in the reader's language; what is not in the list is shown as it is. */
export function codeText(entries: readonly CodeEntry[], code: string, language: 'zh' | 'en'): string {
  return entries.find((entry) => entry.code === code)?.[language] ?? code
}

function once<K, T>(kept: Map<K, Promise<T>>, key: K, ask: () => Promise<T>): Promise<T> {
  const known = kept.get(key)
  if (known) return known
  const asked = ask()
  kept.set(key, asked)
  asked.catch(() => kept.delete(key))
  return asked
}
