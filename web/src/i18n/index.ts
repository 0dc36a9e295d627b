// Words in Chinese (default) or English; each room brings its own, named after its folder.
import type { Language as LibraryWords } from 'element-plus/es/locale'
import { ref, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { answering } from '@/ui/parts'

export type Language = 'zh' | 'en'
const KEPT = 'faultline.language'

export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: {},
  missingWarn: false,
  fallbackWarn: false,
})

/** The words of a language by room, from the rooms' own files by their path. */
export function gathered(files: Record<string, object>): Record<string, object> {
  return Object.fromEntries(Object.entries(files).map(([path, words]) => [path.split('/').at(-2), words]))
}

const books = { zh: () => import('./zh'), en: () => import('./en') }
const language = ref<Language>('zh')
const library = shallowRef<LibraryWords>()

async function speak(wanted: Language): Promise<void> {
  const book = await books[wanted]()
  i18n.global.setLocaleMessage(wanted, book.words)
  i18n.global.locale.value = wanted
  library.value = book.library
  language.value = wanted
  document.documentElement.lang = wanted === 'zh' ? 'zh-CN' : 'en'
  document.title = i18n.global.t('shell.title')
}

/** The language of this browser's person. */
export function useLanguage() {
  async function choose(wanted: Language): Promise<void> {
    await answering()
    await speak(wanted)
    localStorage.setItem(KEPT, wanted)
  }

  async function begin(): Promise<void> {
    await speak(localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh')
  }

  return { language, library, choose, begin }
}
