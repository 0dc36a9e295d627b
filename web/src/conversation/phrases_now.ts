// The phrases that fit the call before the agent, in the caller's language, anew whenever the conversation moves on.
import { computed, watch } from 'vue'
import type { Pop } from '@/api/live'
import { useLive } from '@/live/store'
import { useClock } from '@/ui/clock'
import { useLoad } from '@/ui/load'
import { phraseBook } from './books'
import { useCourse } from './course'
import { useNotes } from './notes'
import { filled, fitting, ordered, toldBy, type Situation } from './steps'

/** In sight at most; all others are behind a button. */
const MOST = 3

export function usePhrases(pop: () => Pop | null) {
  const live = useLive()
  const notes = useNotes()
  const course = useCourse()
  const { second } = useClock()
  const { data, loading, problem, load } = useLoad(phraseBook)
  const again = () => void load(pop()?.language ?? 'zh')
  watch(() => pop()?.language ?? 'zh', again, { immediate: true })

  const so = computed(() => course.byCall[pop()?.call ?? ''] ?? {})
  const tell = computed(() => {
    const shown = pop()
    return so.value.tell === undefined && shown ? toldBy(shown, second.value) : (so.value.tell ?? null)
  })
  const situation = computed<Situation | null>(() => {
    const shown = pop()
    if (!shown) return null
    const noted = notes.byCall[shown.call]
    return {
      pop: shown,
      state: live.agent?.state ?? 'talking',
      identity: noted?.identity ?? null,
      report: so.value.report || noted?.report || '',
      tell: tell.value,
      about: so.value.about ?? shown.reports.find((one) => one.open)?.number ?? '',
      noted: so.value.noted ?? false,
      test: so.value.test ?? '',
      passing: so.value.passing ?? '',
    }
  })
  const fit = computed(() => (situation.value ? fitting(situation.value).slice(0, MOST) : []))
  const phrases = computed(() => ordered(data.value ?? [], fit.value))
  const lang = computed(() => (pop()?.language === 'en' ? 'en' : 'zh-CN'))
  const text = (words: string) => (situation.value ? filled(words, situation.value) : words)

  return { phrases, lang, text, loaded: computed(() => data.value !== undefined), loading, problem, again }
}
