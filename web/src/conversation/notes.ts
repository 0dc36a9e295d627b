// What the agent has noted about each call, as the service has it (F2.3, wrap-up).
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import type { Identity } from './steps'

type Schemas = components['schemas']
export type Noted = Schemas['ConversationShown']
export type IdentityNoted = Schemas['IdentityNoted']
export type Disposition = Schemas['Disposition']

export const useNotes = defineStore('notes', () => {
  const byCall = ref<Record<string, Noted>>({})
  /** What the identity check led to, by call. */
  const checks = ref<Record<string, IdentityNoted>>({})

  /** Ask what was noted before a reload; of a call that is not answered yet there is nothing. */
  async function know(call: string): Promise<void> {
    if (byCall.value[call]) return
    const noted = await unwrap(api.GET('/api/calls/{call}/conversation', { params: { path: { call } } }))
    if (noted) byCall.value = { [call]: noted, ...byCall.value }
  }

  async function checkIdentity(
    call: string,
    result: Identity,
    note: string,
    line: string,
  ): Promise<IdentityNoted> {
    const body = { result, note, line_number: line || null }
    const answer = await unwrap(api.PUT('/api/calls/{call}/identity', { params: { path: { call } }, body }))
    byCall.value = { ...byCall.value, [call]: answer.conversation }
    checks.value = { ...checks.value, [call]: answer }
    return answer
  }

  async function wrapUp(call: string, body: Disposition): Promise<void> {
    const noted = await unwrap(api.PUT('/api/calls/{call}/disposition', { params: { path: { call } }, body }))
    byCall.value = { ...byCall.value, [call]: noted }
  }

  return { byCall, checks, know, checkIdentity, wrapUp }
})
