// How this browser's telephone registers: asked of the service anew each time, kept nowhere.
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import type { Account } from './sip'

type Shown = components['schemas']['PhoneShown']

/** Asterisk's WebSocket: the site's own address, else a port of the host that the page came from. */
export function addressOf(
  shown: Pick<Shown, 'ws_url' | 'ws_port'>,
  page: { protocol: string; hostname: string },
): string {
  if (shown.ws_url) return shown.ws_url
  const scheme = page.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${page.hostname}:${shown.ws_port ?? 8088}/ws`
}

/** The telephone's account; null: it stands on the desk. Throws ApiProblem, 409 when one has none. */
export async function askedAccount(): Promise<Account | null> {
  const shown = await unwrap(api.GET('/api/phone'))
  if (shown.kind !== 'browser' || !shown.uri || !shown.realm || !shown.ha1) return null
  return {
    uri: shown.uri,
    realm: shown.realm,
    ha1: shown.ha1,
    url: addressOf(shown, location),
    iceServers: (shown.ice_servers ?? []).map((server) => ({
      urls: server.urls,
      ...(server.username ? { username: server.username } : {}),
      ...(server.credential ? { credential: server.credential } : {}),
    })),
  }
}

/** Milliseconds until the account is asked for again after so many refusals: each asking stands in the audit log. */
export function patience(refusals: number): number {
  return Math.min(60_000, 3_000 * 2 ** Math.min(refusals, 5))
}
