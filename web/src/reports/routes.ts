// Fault reports (page 3): found, read in order of what happened, settled.
import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/reports',
    name: 'reports',
    component: () => import('./ReportsPage.vue'),
    meta: { permission: 'reports:read', nav: { order: 30, icon: 'Tickets', label: 'reports.title' } },
  },
  {
    path: '/reports/:number(\\d+)',
    name: 'report',
    component: () => import('./ReportPage.vue'),
    props: true,
    meta: { permission: 'reports:read' },
  },
] satisfies RouteRecordRaw[]
