// The phrases that fit the call before the agent, in the caller's language, anew whenever the conversation moves on.
import { computed, watch } from 'vue'
import type { Pop } from '@/api/live'
import { useLive } from '@/live/store'
import { useLoad } from '@/ui/load'
import { phraseBook } from './books'
import { useNotes } from './notes'
import { filled, fitting, ordered, type Situation } from './steps'

export function usePhrases(pop: () => Pop | null) {
  const live = useLive()
  const notes = useNotes()
  const { data, loading, problem, load } = useLoad(phraseBook)
  const again = () => void load(pop()?.language ?? 'zh')
  watch(() => pop()?.language ?? 'zh', again, { immediate: true })

  const situation = computed<Situation | null>(() => {
    const shown = pop()
    if (!shown) return null
    const noted = notes.byCall[shown.call]
    return {
      pop: shown,
      state: live.agent?.state ?? 'talking',
      identity: noted?.identity ?? null,
      report: noted?.report || shown.entered.report,
      overdue: notes.overdue[shown.call] ?? false,
    }
  })
  const phrases = computed(() => ordered(data.value ?? [], situation.value ? fitting(situation.value) : []))
  const lang = computed(() => (pop()?.language === 'en' ? 'en' : 'zh-CN'))
  const text = (words: string) => (situation.value ? filled(words, situation.value) : words)

  return { phrases, lang, text, loaded: computed(() => data.value !== undefined), loading, problem, again }
}
