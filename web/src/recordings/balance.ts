// How loud each side is: -1 the caller alone, 0 both as recorded, 1 the agent alone.

export interface Loudness {
  caller: number
  agent: number
}

export function loudness(balance: number): Loudness {
  const at = Math.min(1, Math.max(-1, balance))
  return { caller: at > 0 ? 1 - at : 1, agent: at < 0 ? 1 + at : 1 }
}
