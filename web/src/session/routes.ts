import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./SignInPage.vue'),
    meta: { open: true, bare: true },
  },
  { path: '/me', name: 'me', component: () => import('./MePage.vue') },
] satisfies RouteRecordRaw[]
