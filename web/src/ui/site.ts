// What everybody may know of this site, asked once: its zone, its version.
import { ref } from 'vue'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

export type Site = components['schemas']['Site']

const site = ref<Site>({ zone: 'Asia/Shanghai', version: '' })
let asked: Promise<void> | null = null

/** The site; until the service has answered, with the default zone. */
export function useSite() {
  asked ??= unwrap(api.GET('/api/site')).then(
    (answer) => {
      site.value = answer
    },
    () => {
      asked = null
    },
  )
  return site
}
