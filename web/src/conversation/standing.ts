// How a report of the pop stands now: an open one is overdue from its deadline on (F2.5).
import type { PastReport } from '@/api/live'
import type { Tone } from '@/ui/StateTag.vue'

export function isOverdue(report: PastReport, now: number): boolean {
  return report.open && report.deadline !== null && Date.parse(report.deadline) <= now
}

/** The name of its state, and the tone of its tag. */
export function standingOf(report: PastReport, now: number): { name: string; tone: Tone } {
  if (isOverdue(report, now)) return { name: 'overdue', tone: 'danger' }
  return { name: report.confirmed ? report.status : 'unconfirmed', tone: report.open ? 'warn' : 'calm' }
}
