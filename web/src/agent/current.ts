// Which call and which screen pop are before the agent, of all that the service has told (F2.2).
import type { AgentView, CallView, Pop } from '@/api/live'

/** The agent's call: the one that the floor names, else the only one there is. */
export function currentCall(agent: AgentView | null, calls: readonly CallView[]): CallView | null {
  return calls.find((call) => call.call === agent?.call) ?? calls.at(-1) ?? null
}

/** The pop of this call, else the one that rang last. */
export function currentPop(pops: readonly Pop[], call: CallView | null): Pop | null {
  const own = pops.filter((pop) => pop.call === call?.call)
  return (own.length > 0 ? own : pops).toSorted(byRinging).at(-1) ?? null
}

/** Pops to take away: the work on them is over once the agent waits for the next caller. */
export function overPops(pops: readonly Pop[], agent: AgentView | null, calls: readonly CallView[]): Pop[] {
  if (agent?.state !== 'ready') return []
  return pops.filter((pop) => !calls.some((call) => call.call === pop.call))
}

function byRinging(one: Pop, other: Pop): number {
  return Date.parse(one.rang_at) - Date.parse(other.rang_at)
}
