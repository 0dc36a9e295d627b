// The limits that agents work by, asked once; until then what a fresh site has.
import { ref } from 'vue'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

type Rules = components['schemas']['DeskRules']

const rules = ref<Required<Rules>>({ ring_seconds: 20, wrap_up_seconds: 10, recording_pause_seconds: 120 })

async function ask(): Promise<void> {
  try {
    rules.value = { ...rules.value, ...(await unwrap(api.GET('/api/desk-rules'))) }
  } catch {
    // The defaults serve until the next time the page is opened.
  }
}

export function useRules() {
  return { rules, ask }
}
