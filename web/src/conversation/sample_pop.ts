// A pop for tests: a caller whose line is known and has no reports. All of it made up.
import type { Pop } from '@/api/live'

/** The sample with these changes. */
export function samplePop(changes: Partial<Pop> = {}): Pop {
  return {
    id: 'o1',
    revision: 1,
    call: 'node1-1700000000.1',
    agent: '8001',
    rang_at: '2026-11-22T06:05:00Z',
    caller: '55500100',
    dialled: '112',
    outgoing: false,
    language: 'zh',
    queue: 'junior',
    reason: '',
    waited_seconds: 4,
    looked: 'complete',
    known: true,
    key_account: false,
    repeat_count: 0,
    entered: {
      line_number: '55510107',
      contact_number: '',
      symptom_class: '',
      symptom_recorded: false,
      symptom_with: '',
      message_recorded: false,
      message_with: '',
      last_step: 'V5',
      report: '',
    },
    line: {
      number: '55510107',
      owner: '样例丙',
      address: '虚构街 7 号',
      key_account: false,
      exchange: '5551',
      branch: '城南分局',
      test_centre: '城南测量中心',
      mended: false,
    },
    customer: null,
    last_test: null,
    works: null,
    reports: [],
    contacts: [],
    passed: null,
    url: '',
    url_only: false,
    ...changes,
  }
}
