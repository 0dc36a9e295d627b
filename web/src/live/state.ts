// What the live channel has told, as a pure fold of its messages (docs/desktop-protocol.md).
import type { AgentView, AlarmView, BoardView, CallView, Frame, Listening, Pop, QueueView } from '@/api/live'

export type FromService = Frame['message']

/** The floor board by key, so that a change costs what has changed. */
export interface Floor {
  agents: Record<string, AgentView>
  queues: Record<string, QueueView>
  calls: Record<string, CallView>
}

/** Everything that this desktop knows. */
export interface LiveState {
  agent: AgentView | null
  /** The agent's own calls by id. */
  calls: Record<string, CallView>
  /** Screen pops by id, in the order of their ringing. */
  pops: Record<string, Pop>
  board: Floor | null
  alarms: AlarmView[]
  /** One's own listen-ins by id; those that have ended stay until they are dismissed. */
  listening: Record<string, Listening>
  /** Calls of one's own that somebody listens to, where the site tells. */
  heard: string[]
}

export const nothingKnown: LiveState = {
  agent: null,
  calls: {},
  pops: {},
  board: null,
  alarms: [],
  listening: {},
  heard: [],
}

/** The state after a message. */
export function told(state: LiveState, message: FromService): LiveState {
  switch (message.type) {
    case 'full':
      return {
        ...nothingKnown,
        listening: state.listening,
        agent: message.agent,
        calls: byKey(message.calls, 'call'),
        pops: byKey(message.pops, 'id'),
        board: message.board ? merged(null, message.board) : null,
        alarms: message.alarms,
      }
    case 'agent':
      return { ...state, agent: message.agent }
    case 'call':
      return { ...state, calls: { ...state.calls, [message.call.call]: message.call } }
    case 'call_over':
      return { ...state, calls: without(state.calls, message.call) }
    case 'pop':
      return { ...state, pops: newer(state.pops, message.pop) }
    case 'pop_withdrawn':
      return { ...state, pops: without(state.pops, message.pop) }
    case 'board':
      return { ...state, board: merged(state.board, message.board) }
    case 'alarms':
      return { ...state, alarms: message.alarms }
    case 'listening':
      return { ...state, listening: { ...state.listening, [message.listening]: message } }
    case 'being_heard': {
      const others = state.heard.filter((call) => call !== message.call)
      return { ...state, heard: message.on ? [...others, message.call] : others }
    }
    default:
      return state
  }
}

/** The board with what has changed on it. */
export function merged(board: Floor | null, change: BoardView): Floor {
  const calls = { ...board?.calls, ...byKey(change.calls, 'call') }
  for (const gone of change.gone) delete calls[gone]
  return {
    agents: { ...board?.agents, ...byKey(change.agents, 'extension') },
    queues: { ...board?.queues, ...byKey(change.queues, 'name') },
    calls,
  }
}

function newer(pops: Record<string, Pop>, pop: Pop): Record<string, Pop> {
  const known = pops[pop.id]
  return known && known.revision > pop.revision ? pops : { ...pops, [pop.id]: pop }
}

function byKey<T extends object, K extends keyof T>(values: T[], key: K): Record<string, T> {
  return Object.fromEntries(values.map((value) => [String(value[key]), value]))
}

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))
}
