// The floor as a shift supervisor sees it, and the same for a screen on the wall (H15).
import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/floor',
    name: 'floor',
    component: () => import('./FloorPage.vue'),
    meta: { permission: 'floor:read', nav: { order: 20, icon: 'Monitor', label: 'floor.title' } },
  },
  {
    path: '/floor/wall',
    name: 'floor-wall',
    component: () => import('./WallPage.vue'),
    meta: { permission: 'floor:read', bare: true },
  },
] satisfies RouteRecordRaw[]
