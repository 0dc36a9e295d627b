// The form of something that the service keeps: a draft until the service has it, or until theirs is taken instead.
import { useDraft } from '@/ui/draft'
import { done } from '@/ui/problems'
import { useSaving } from './saving'

/** `send` tells `saved`, after saying `said` when there is something to say; `theirs` tells `reload`. */
export function useKeptForm<T extends object>(
  key: string,
  initial: () => T,
  emit: ((what: 'saved') => void) & ((what: 'reload') => void),
) {
  const { draft, forget } = useDraft(key, initial)
  const { busy, text, conflict, save, errorOf } = useSaving()

  async function send(work: () => Promise<unknown>, said = ''): Promise<void> {
    if (!(await save(work))) return
    forget()
    if (said) done(said)
    emit('saved')
  }
  function theirs(): void {
    forget()
    emit('reload')
  }
  return { draft, forget, busy, text, conflict, errorOf, send, theirs }
}
