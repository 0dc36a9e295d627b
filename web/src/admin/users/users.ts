// A user as the form has it, and what is sent of it.
import type { components } from '@/api/schema'

export type User = components['schemas']['UserShown']
export type UserDraft = components['schemas']['UserDraft']
export type UserPatch = components['schemas']['UserPatch']
export type Role = components['schemas']['Role']
export type Permission = components['schemas']['Permission']

export const ROLES: readonly Role[] = [
  'junior_agent',
  'senior_agent',
  'surveyor',
  'manager_hotline',
  'records_clerk',
  'statistician',
  'inspector',
  'shift_supervisor',
  'field',
  'operations',
  'administrator',
]

export interface Skill {
  queue: string
  level: number
}

/** What stands in the form; empty text: none. */
export interface UserForm {
  login: string
  display_name: string
  roles: Role[]
  team: string
  superior_id: number | null
  extension: string
  browser_phone: boolean
  skills: Skill[]
  networks: string
}

export function emptyForm(): UserForm {
  return {
    login: '',
    display_name: '',
    roles: [],
    team: '',
    superior_id: null,
    extension: '',
    browser_phone: true,
    skills: [],
    networks: '',
  }
}

/** A user as it is now. */
export function formOf(user: User): UserForm {
  return {
    login: user.login,
    display_name: user.display_name,
    roles: [...user.roles],
    team: user.team ?? '',
    superior_id: user.superior_id,
    extension: user.extension ?? '',
    browser_phone: user.browser_phone,
    skills: Object.entries(user.skills)
      .map(([queue, level]) => ({ queue, level }))
      .toSorted((one, other) => one.level - other.level || one.queue.localeCompare(other.queue)),
    networks: user.networks.join('\n'),
  }
}

function fields(form: UserForm) {
  return {
    display_name: form.display_name.trim(),
    roles: form.roles,
    team: form.team.trim() || null,
    superior_id: form.superior_id,
    extension: form.extension.trim() || null,
    browser_phone: form.browser_phone,
    skills: Object.fromEntries(form.skills.map((one) => [one.queue, one.level])),
    networks: form.networks.split(/[\s,，]+/).filter(Boolean),
  }
}

/** What a new user is made of. */
export function draftOf(form: UserForm): UserDraft {
  return { login: form.login.trim(), ...fields(form) }
}

/** Only what differs from the user as it was seen. */
export function patchOf(form: UserForm, seen: User): UserPatch {
  const before = fields(formOf(seen)) as Record<string, unknown>
  const after = fields(form) as Record<string, unknown>
  const changed = Object.keys(after).filter((name) => !same(before[name], after[name]))
  return { version: seen.version, ...Object.fromEntries(changed.map((name) => [name, after[name]])) }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.toSorted()
  if (value !== null && typeof value === 'object') return Object.entries(value).toSorted()
  return value
}
