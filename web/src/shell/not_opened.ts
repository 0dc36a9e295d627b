// The page that a person wanted and that could not be had: they stay where they are, are told, and try again.
import { shallowRef } from 'vue'
import { START_LOCATION, type RouteLocationNormalized, type Router } from 'vue-router'
import { ApiProblem } from '@/api/client'
import { answering, PartMissing } from '@/ui/parts'

export interface NotOpened {
  to: RouteLocationNormalized
  problem: unknown
}

const notOpened = shallowRef<NotOpened | null>(null)

/** Look after the pages that `router` brings; the first one of all comes with the document or not at all. */
export function watchPages(router: Router): void {
  router.beforeEach(async (to, from) => {
    if (from === START_LOCATION || !to.matched.some(isToCome)) return true
    return answering().then(
      () => true,
      (problem: unknown) => missed(to, problem),
    )
  })
  router.onError((problem: unknown, to) => missed(to, problem))
  router.afterEach((_to, _from, failure) => {
    if (!failure) notOpened.value = null
  })
}

/** Its code is not here yet. */
function isToCome(record: RouteLocationNormalized['matched'][number]): boolean {
  return typeof record.components?.default === 'function'
}

/** It could not be had; what is no answer of the service is a module that the browser will not ask for again. */
export function missed(to: RouteLocationNormalized, cause: unknown): false {
  const problem = cause instanceof ApiProblem ? cause : new PartMissing('a page is missing', { cause })
  notOpened.value = { to, problem }
  return false
}

/** `again` opens the page, if need be with all the desktop loaded anew; `stay` gives it up. */
export function useNotOpened(router: Router) {
  async function again(): Promise<void> {
    const wanted = notOpened.value
    if (!wanted) return
    if (wanted.problem instanceof PartMissing) await loadAnew(wanted.to)
    else await router.push(wanted.to.fullPath)
  }

  async function loadAnew(to: RouteLocationNormalized): Promise<void> {
    const there = await answering().then(
      () => true,
      () => false,
    )
    if (there) location.assign(router.resolve(to.fullPath).href)
  }

  return { notOpened, again, stay: () => (notOpened.value = null) }
}
