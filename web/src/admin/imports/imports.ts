// Imports by upload: what each kind of file holds, and how far an import is.
import type { components } from '@/api/schema'
import type { Tone } from '@/ui/StateTag.vue'
import type { Permission } from '@/session/store'

export type ImportRun = components['schemas']['ImportShown']
export type ImportKind = components['schemas']['ImportKind']
export type ImportState = components['schemas']['ImportState']

export const KINDS: readonly { kind: ImportKind; permission: Permission; columns: string }[] = [
  {
    kind: 'subscribers',
    permission: 'subscribers:import',
    columns: 'line_number, owner, address, key_account',
  },
  { kind: 'exchanges', permission: 'exchanges:write', columns: 'prefix, branch, test_centre' },
  { kind: 'works', permission: 'works:write', columns: 'prefix, starts, ends, text_zh, text_en' },
]
export const LARGEST = 200 * 1024 * 1024

/** Whether it goes on by itself. */
export function underWay(state: ImportState): boolean {
  return state === 'receiving' || state === 'checking' || state === 'taking'
}

const TONES: Record<ImportState, Tone> = {
  receiving: 'busy',
  checking: 'busy',
  taking: 'busy',
  checked: 'warn',
  done: 'good',
  faulty: 'danger',
  refused: 'danger',
  interrupted: 'danger',
}
export const toneOf = (state: ImportState): Tone => TONES[state]

/** What an upload is asked with. */
export function uploadPath(kind: ImportKind, run: string, file: string, replace: boolean): string {
  const asked = new URLSearchParams({
    request_id: run,
    file: file.slice(-64),
    dry_run: 'true',
    replace: String(replace),
  })
  return `/api/imports/${kind}?${asked.toString()}`
}
