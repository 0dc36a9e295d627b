import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/calls',
    name: 'calls',
    component: () => import('./CallRecordsPage.vue'),
    meta: {
      permission: 'calls:read',
      nav: { order: 35, icon: 'Phone', label: 'conversation.records.title' },
    },
  },
] satisfies RouteRecordRaw[]
