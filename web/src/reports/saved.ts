// What has just been saved in this call, for the agent to tell the caller and for whoever passes the call on.
import type { Choice } from './panel_state'
import type { Progress } from './shown'

/** `number` null: it comes later. `progress`: of the report that was repeated. */
export interface SavedHere {
  what: Choice
  number: string | null
  handling: string | null
  progress: Progress | null
  /** The same request again: it does nothing twice, and gives the number once there is one. */
  ask: () => Promise<{ number: string | null }>
}
