// Callers who wait and calls under way, as the board puts them in order.
import type { AgentView, CallView, Stage } from '@/api/live'

const WAITS: readonly Stage[] = ['waiting', 'offered', 'parachute', 'kept']
const WITH_AGENT: readonly Stage[] = ['talking', 'held']

/** Who waits: those put in front, then the longest first. */
export function waitingCalls(calls: readonly CallView[]): CallView[] {
  return calls
    .filter((call) => WAITS.includes(call.stage))
    .toSorted((one, other) => Number(other.in_front) - Number(one.in_front) || since(one) - since(other))
}

/** Conversations, the longest first. */
export function conversations(calls: readonly CallView[]): CallView[] {
  return calls
    .filter((call) => WITH_AGENT.includes(call.stage))
    .toSorted((one, other) => Date.parse(one.began) - Date.parse(other.began))
}

/** In the automatic dialogue, at the voice box, or on the way there. */
export function inDialogue(calls: readonly CallView[]): number {
  return calls.filter((call) => !WAITS.includes(call.stage) && !WITH_AGENT.includes(call.stage)).length
}

/** When a caller began to wait: the place in the queue. */
export function waitsSince(call: CallView): string {
  return call.waiting_since ?? call.stage_since
}

/** A waiting caller may be moved while nobody's telephone rings for the call. */
export function mayBeMoved(call: CallView): boolean {
  return call.stage === 'waiting'
}

/** Extensions in a conversation: who has it first. */
export function speakers(call: CallView): string[] {
  return [call.agent, ...call.joined].filter(Boolean)
}

/** Whether the call is one of this telephone's own. */
export function isOwn(call: CallView, extension: string | null | undefined): boolean {
  return !!extension && speakers(call).includes(extension)
}

/** An agent's name with the extension, as far as they are known. */
export function nameOf(agents: Record<string, AgentView>, extension: string): string {
  const name = agents[extension]?.name
  return name ? `${name} ${extension}` : extension
}

function since(call: CallView): number {
  return Date.parse(waitsSince(call))
}
