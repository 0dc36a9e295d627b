// Queues by name: the four that every site has in the reader's language, a site's own as they are called.
import { useI18n } from 'vue-i18n'

/** What people call a queue; a dash for none. */
export function useQueueName() {
  const { t, te } = useI18n()
  return (name: string | null | undefined): string => {
    if (!name) return '—'
    return te(`floor.queue.${name}`) ? t(`floor.queue.${name}`) : name
  }
}
