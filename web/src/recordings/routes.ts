// Recordings (K12, H4): found, heard, and what the completeness audit says.
import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/recordings',
    name: 'recordings',
    component: () => import('./RecordingsPage.vue'),
    meta: {
      permission: 'recordings:search',
      nav: { order: 40, icon: 'Microphone', label: 'recordings.title' },
    },
  },
  {
    path: '/recordings/audit',
    name: 'recordings-audit',
    component: () => import('./AuditPage.vue'),
    meta: {
      permission: 'recordings:audit',
      nav: { order: 41, icon: 'DocumentChecked', label: 'recordings.audit.title' },
    },
  },
  {
    path: '/recordings/:id(\\d+)',
    name: 'recording',
    component: () => import('./RecordingPage.vue'),
    props: (to) => ({ id: Number(to.params.id) }),
    meta: { permission: 'recordings:search' },
  },
] satisfies RouteRecordRaw[]
