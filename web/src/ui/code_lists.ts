// Code lists (数据字典) as the site has them now: one copy for all pages, asked for anew whenever somebody chooses from one.
import { computed, shallowReactive } from 'vue'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import { useLanguage } from '@/i18n'

export type CodeEntry = components['schemas']['EntryShown']
export type ListName = 'disposition' | 'pause_reason' | 'recording_pause' | 'transfer_reason'

const FRESH_MS = 60_000
/** What failed is tried again after so long. */
const AGAIN_MS = 2_000
const lists = shallowReactive<Partial<Record<ListName, CodeEntry[]>>>({})
const asked: Partial<Record<ListName, { at: number; answer: Promise<CodeEntry[]> }>> = {}

/** The entries, inactive ones too: they were noted once. Asked for again when older than `fresh`. Throws ApiProblem. */
export function codeList(name: ListName, fresh = FRESH_MS): Promise<CodeEntry[]> {
  const known = asked[name]
  if (known && Date.now() - known.at < fresh) return known.answer
  const answer = ask(name)
  const mine = { at: Date.now(), answer }
  asked[name] = mine
  answer.catch(() => (mine.at = Date.now() - FRESH_MS + AGAIN_MS))
  return answer
}

async function ask(name: ListName): Promise<CodeEntry[]> {
  const found = await unwrap(api.GET('/api/code-lists/{name}', { params: { path: { name } } }))
  return (lists[name] = found.entries)
}

/** Somebody has changed the list here: everybody on this page has it at once. */
export function keepList(name: ListName, entries: CodeEntry[]): void {
  lists[name] = entries
  asked[name] = { at: Date.now(), answer: Promise.resolve(entries) }
}

/** An entry in the reader's language; what is not in the list is shown as it is. */
export function codeText(entries: readonly CodeEntry[], code: string, language: 'zh' | 'en'): string {
  return entries.find((entry) => entry.code === code)?.[language] ?? code
}

/** A list that follows the site's. Without an answer what was known last holds. */
export function useCodeList(name: ListName) {
  const { language } = useLanguage()
  const refresh = (fresh = 0) => void codeList(name, fresh).catch(() => undefined)
  refresh(FRESH_MS)

  const entries = computed(() => lists[name] ?? [])
  const offered = computed(() =>
    entries.value
      .filter((entry) => entry.active)
      .map((entry) => ({ code: entry.code, text: entry[language.value] })),
  )
  /** Its words; none for what the list does not have, which may have come in since. */
  function textOf(code: string): string | undefined {
    const found = entries.value.find((entry) => entry.code === code)
    if (!found && code) refresh(FRESH_MS)
    return found?.[language.value]
  }
  return { entries, offered, textOf, refresh }
}
