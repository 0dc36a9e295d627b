// A report of the pop for tests: open, confirmed, due a day after it was made. All of it made up.
import type { PastReport } from '@/api/live'

export const SAMPLE_REPORT: PastReport & { deadline: string } = {
  number: '2611220001',
  status: 'open',
  open: true,
  confirmed: true,
  repeat_count: 0,
  symptom_class: '1',
  created_at: '2026-11-21T06:05:00Z',
  mended_at: null,
  deadline: '2026-11-22T06:05:00Z',
}
