import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/desk',
    name: 'desk',
    component: () => import('./DeskPage.vue'),
    meta: { permission: 'agent:own', nav: { order: 10, icon: 'Headset', label: 'agent.title' } },
  },
] satisfies RouteRecordRaw[]
