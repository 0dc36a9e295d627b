// Who is signed in here, and what that person may do (H16). The session itself is a cookie that no script can read.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { api, ApiProblem, onSignedOut, signedIn, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

export type Me = components['schemas']['Me']
export type Permission = components['schemas']['Permission']

export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  /** The session has ended by itself: signed out elsewhere, too long idle, other rights. */
  const ended = ref(false)
  /** It ended because somebody changed this person's rights, or the session was ended elsewhere. */
  const revoked = ref(false)
  let asked: Promise<void> | null = null

  onSignedOut(() => {
    ended.value = me.value !== null
    me.value = null
  })

  /** Ask the service once who we are. Throws ApiProblem when it does not answer. */
  async function known(): Promise<void> {
    if (me.value || ended.value) return
    asked ??= load().finally(() => (asked = null))
    await asked
  }

  async function load(): Promise<void> {
    try {
      me.value = await unwrap(api.GET('/api/session'))
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.status !== 401) throw problem
    }
  }

  /** The service has closed the live channel: our session is over, or something about us is new. Throws ApiProblem. */
  async function renew(): Promise<void> {
    revoked.value = true
    await load()
    if (me.value) revoked.value = false
  }

  async function signIn(login: string, password: string): Promise<void> {
    const who = await unwrap(api.POST('/api/session', { body: { login, password } }))
    signedIn()
    me.value = who
    ended.value = revoked.value = false
  }

  async function signOut(everywhere = false): Promise<void> {
    await unwrap(api.DELETE('/api/session', { params: { query: { everywhere } } }))
    me.value = null
  }

  function may(permission: Permission): boolean {
    return me.value?.permissions.includes(permission) ?? false
  }

  /** Any of them; none named: yes. */
  function mayAny(permission: Permission | Permission[] | undefined): boolean {
    if (permission === undefined) return true
    return [permission].flat().some(may)
  }

  return { me, ended, revoked, known, load, renew, signIn, signOut, may, mayAny }
})
