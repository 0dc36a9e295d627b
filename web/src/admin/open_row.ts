// Which row of a list is open in a dialog.
import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { done } from '@/ui/problems'

/** `load` reads the list anew; `answers`: what the dialog tells, for its `v-on`. */
export function useOpenRow<T>(load: () => Promise<void>) {
  const { t } = useI18n()
  const open = shallowRef<T | 'new' | null>(null)

  async function reload(): Promise<void> {
    open.value = null
    await load()
  }
  async function saved(): Promise<void> {
    done(t('admin.saved'))
    await reload()
  }
  const answers = { close: () => (open.value = null), saved, reload }
  return { open, answers }
}
