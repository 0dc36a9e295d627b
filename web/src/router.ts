// The pages of all rooms, and who is let in: what a person may not see is not offered either (the service decides in any case).
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { useSession, type Permission } from './session/store'
import { watchPages } from './shell/not_opened'

declare module 'vue-router' {
  interface RouteMeta {
    /** Any of these lets a person in; none: whoever is signed in. */
    permission?: Permission | Permission[]
    /** Without signing in. */
    open?: boolean
    /** Without the frame of navigation. */
    bare?: boolean
    /** Its place in the navigation: icon's name in @element-plus/icons-vue, key of its words. */
    nav?: { order: number; icon: string; label: string }
  }
}

const rooms = import.meta.glob<RouteRecordRaw[]>('./*/routes.ts', { eager: true, import: 'default' })
export const pages: RouteRecordRaw[] = Object.values(rooms).flat()

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('./shell/HomePage.vue'), meta: { bare: true } },
    ...pages,
    { path: '/:rest(.*)*', name: 'lost', component: () => import('./shell/LostPage.vue') },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  const session = useSession()
  await session.known()
  if (!session.me) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (to.name === 'home') return session.mayAny(to.meta.permission) ? firstPage(session.mayAny) : true
  return session.mayAny(to.meta.permission)
    ? true
    : { name: 'lost', params: { rest: [] }, query: { why: 'rights' } }
})

watchPages(router)

/** The first page of the navigation that the person may see. */
function firstPage(may: (permission: Permission | Permission[] | undefined) => boolean) {
  const first = navigation(may)[0]
  return first ? { path: first.path } : true
}

/** Pages of the navigation for somebody who may do this much. */
export function navigation(may: (permission: Permission | Permission[] | undefined) => boolean) {
  return pages
    .filter((page) => page.meta?.nav && may(page.meta.permission))
    .toSorted((one, other) => (one.meta?.nav?.order ?? 0) - (other.meta?.nav?.order ?? 0))
    .map((page) => ({ path: page.path.replace(/\/:.*$/, ''), name: page.name, ...page.meta?.nav }))
}
