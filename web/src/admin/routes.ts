// Administration (page 5): what a site's people keep themselves, by what each of them may.
import type { RouteRecordRaw } from 'vue-router'
import { EVERY_PERMISSION } from './sections'

export default [
  {
    path: '/admin/:section?',
    name: 'admin',
    component: () => import('./AdminPage.vue'),
    props: true,
    meta: {
      permission: EVERY_PERMISSION,
      nav: { order: 90, icon: 'Setting', label: 'admin.title' },
    },
  },
] satisfies RouteRecordRaw[]
