// To whom a caller can be passed on, and a wish in the API's terms (F2.8).
import type { components } from '@/api/schema'
import type { Transfer } from './store'

export type Targets = components['schemas']['TransferTargets']
export type Kind = 'queue' | 'agent' | 'manager' | 'number'

export interface Wish {
  kind: Kind
  target: string
  reason: string
  report: string
}

/** Where the manager hotline waits: it is a queue like any other, but the last tier. */
export const MANAGER = 'manager'

/** The longest reason that is taken. */
const REASON_LENGTH = 64

/** The wish as it is sent; null while something is missing. Whoever answers is to know why (F2.8). */
export function wished(wish: Wish, mode: 'blind' | 'attended'): Transfer | null {
  const target = wish.kind === 'manager' ? MANAGER : wish.target.replace(/[\s-]/g, '')
  const reason = wish.reason.trim().slice(0, REASON_LENGTH)
  if (!reason || !target || (wish.kind === 'number' && !/^\d{1,20}$/.test(target))) return null
  return {
    to: wish.kind === 'manager' ? 'queue' : wish.kind,
    target,
    mode,
    reason,
    report: wish.report.trim() || null,
  }
}
