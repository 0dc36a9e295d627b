// What a supervisor does to the floor; trouble is told in words, and true comes back when it is done (H15).
import { useI18n } from 'vue-i18n'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import { done, tried } from '@/ui/problems'

type Order = components['schemas']['AgentOrder']

export function useSteering() {
  const { t } = useI18n()

  async function told(work: () => Promise<unknown>, text: string): Promise<boolean> {
    const fine = await tried(work)
    if (fine) done(text)
    return fine
  }

  function order(extension: string, body: Order, text: string): Promise<boolean> {
    const params = { path: { extension } }
    return told(() => unwrap(api.PUT('/api/agents/{extension}/state', { params, body })), text)
  }

  return {
    pause: (extension: string, reason: string) =>
      order(extension, { state: 'paused', reason }, t('floor.done.pause', { extension })),
    ready: (extension: string) => order(extension, { state: 'ready' }, t('floor.done.ready', { extension })),
    signOut: (extension: string) =>
      order(extension, { state: 'signed_out' }, t('floor.done.sign_out', { extension })),
    putFirst: (call: string) =>
      told(
        () => unwrap(api.POST('/api/queues/waiting/{call}/first', { params: { path: { call } } })),
        t('floor.done.first'),
      ),
    moveTo: (call: string, queue: string) =>
      told(
        () =>
          unwrap(
            api.PUT('/api/queues/waiting/{call}/queue', { params: { path: { call } }, body: { queue } }),
          ),
        t('floor.done.move'),
      ),
  }
}
