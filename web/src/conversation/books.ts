// Phrases: asked for once a page, they rarely change.
import { api, unwrap } from '@/api/client'
import type { Phrase } from './steps'

const phrases = new Map<string, Promise<Phrase[]>>()

/** The standard phrases in a caller's language; any but English is served in Chinese (K11). Throws ApiProblem. */
export function phraseBook(language: string): Promise<Phrase[]> {
  const wanted = language === 'en' ? 'en' : 'zh'
  return once(phrases, wanted, () =>
    unwrap(api.GET('/api/phrases', { params: { query: { language: wanted } } })),
  )
}

function once<K, T>(kept: Map<K, Promise<T>>, key: K, ask: () => Promise<T>): Promise<T> {
  const known = kept.get(key)
  if (known) return known
  const asked = ask()
  kept.set(key, asked)
  asked.catch(() => kept.delete(key))
  return asked
}
