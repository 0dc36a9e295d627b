// The rooms of the administration, in order, and who may enter each.
import type { Component } from 'vue'
import type { Permission } from '@/session/store'

export interface Section {
  name: string
  permission: Permission
  load: () => Promise<{ default: Component }>
}

export const SECTIONS: readonly Section[] = [
  { name: 'users', permission: 'users:read', load: () => import('./users/UsersSection.vue') },
  { name: 'roles', permission: 'users:read', load: () => import('./users/RolesSection.vue') },
  { name: 'queues', permission: 'site:read', load: () => import('./queues/QueuesSection.vue') },
  { name: 'codes', permission: 'site:read', load: () => import('./codes/CodeListsSection.vue') },
  { name: 'exchanges', permission: 'site:read', load: () => import('./site/ExchangesSection.vue') },
  { name: 'works', permission: 'site:read', load: () => import('./site/WorksSection.vue') },
  { name: 'imports', permission: 'site:read', load: () => import('./imports/ImportsSection.vue') },
  { name: 'prompts', permission: 'site:read', load: () => import('./prompts/PromptsSection.vue') },
  { name: 'health', permission: 'health:read', load: () => import('./state/HealthSection.vue') },
  {
    name: 'discrepancies',
    permission: 'health:read',
    load: () => import('./state/DiscrepanciesSection.vue'),
  },
  { name: 'settings', permission: 'health:read', load: () => import('./state/SettingsSection.vue') },
  { name: 'audit', permission: 'audit:read', load: () => import('./audit/AuditSection.vue') },
]

export const EVERY_PERMISSION = [...new Set(SECTIONS.map((one) => one.permission))]

/** Those that somebody may enter. */
export function openTo(may: (permission: Permission) => boolean): Section[] {
  return SECTIONS.filter((one) => may(one.permission))
}
