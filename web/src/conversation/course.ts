// How far the conversation about each call has come, as the parts of the desk see it: the phrases follow it (K16).
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Customer } from '@/api/live'
import type { Told } from './steps'

export interface Course {
  /** What the caller is told of the line in the report panel; undefined: the panel knows no line yet. */
  tell?: Told | null
  /** The open report of that line. */
  about?: string
  /** The symptom or a note is filled in. */
  noted?: boolean
  /** Of the line test of this call: under way, or its verdict. */
  test?: string
  /** To whom the caller is about to be passed on; empty: the transfer form is shut. */
  passing?: string
  /** The report that the agent has taken in this call. */
  report?: string
  /** Who calls, as saved in this call: outweighs what the pop knew at its ringing. */
  customer?: Customer
}

export const useCourse = defineStore('course', () => {
  const byCall = ref<Record<string, Course>>({})

  /** Nothing where there is no call. */
  function goes(call: string | null, changes: Course): void {
    if (call) byCall.value = { ...byCall.value, [call]: { ...byCall.value[call], ...changes } }
  }

  return { byCall, goes }
})
