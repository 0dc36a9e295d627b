// Which row of a list is open in a dialog, and the draft in that dialog on its way to the service.
import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useDraft } from '@/ui/draft'
import { done } from '@/ui/problems'
import { useSaving } from './saving'

/** For the list. `load` reads it anew. */
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
  return { open, saved, reload }
}

/** For the dialog: what is typed is forgotten once the service has it, or when theirs is taken instead. */
export function useRowForm<T extends object>(
  key: string,
  initial: () => T,
  emit: (what: 'saved' | 'reload') => void,
) {
  const { draft, forget } = useDraft(key, initial)
  const { busy, text, conflict, save, errorOf } = useSaving()

  async function send(work: () => Promise<unknown>): Promise<void> {
    if (!(await save(work))) return
    forget()
    emit('saved')
  }
  function theirs(): void {
    forget()
    emit('reload')
  }
  return { draft, busy, text, conflict, errorOf, send, theirs }
}
