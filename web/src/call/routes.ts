import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/call',
    name: 'call',
    component: () => import('./CallPage.vue'),
    meta: { open: true, bare: true },
  },
] satisfies RouteRecordRaw[]
