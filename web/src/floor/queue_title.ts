// What a queue is called: the site's own title; the four that every site has are named in the reader's language.
import { useI18n } from 'vue-i18n'

const AS_DELIVERED: Record<string, string> = {
  junior: 'Junior agents',
  senior: 'Senior agents',
  english: 'English agents',
  manager: 'Manager hotline',
}

/** Whether a title is the one that the product came with, and may be translated. */
export function isAsDelivered(name: string, title: string): boolean {
  return title === AS_DELIVERED[name]
}

/** A queue in few letters: the four that every site has in the reader's language, a site's own by name. */
export function useShortQueue() {
  const { t, te } = useI18n()
  return (name: string): string => {
    const key = `floor.queue_short.${name}`
    return te(key) ? t(key) : name
  }
}

/** `title` of a queue by name. */
export function useQueueTitle() {
  const { t } = useI18n()
  return (name: string, title: string | undefined): string =>
    isAsDelivered(name, title ?? '') ? t(`floor.queue.${name}`) : title || name
}
