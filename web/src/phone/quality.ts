// How good the sound of a call is, from two looks at the connection's counters, in three words (ITU-T G.107, G.114).

export type Grade = 'unknown' | 'good' | 'fair' | 'poor'

/** One look: totals since the call began; milliseconds. */
export interface Look {
  received: number
  lost: number
  jitter: number
  roundTrip: number | null
}

export interface Quality {
  grade: Grade
  /** Share of packets lost since the look before, 0 to 1. */
  loss: number
  jitter: number
  roundTrip: number | null
}

/** Past `fair` it is fair, past `poor` it is poor. Round trip: twice what G.114 allows one way. */
export const LIMITS = {
  loss: { fair: 0.01, poor: 0.05 },
  jitter: { fair: 30, poor: 60 },
  roundTrip: { fair: 300, poor: 800 },
} as const

export const UNKNOWN: Quality = { grade: 'unknown', loss: 0, jitter: 0, roundTrip: null }

/** The quality between two looks. Without a packet expected in between nothing can be said. */
export function qualityOf(before: Look | null, now: Look): Quality {
  const received = now.received - (before?.received ?? 0)
  const lost = Math.max(0, now.lost - (before?.lost ?? 0))
  if (received + lost <= 0) return { ...UNKNOWN, jitter: now.jitter, roundTrip: now.roundTrip }
  const measured = { loss: lost / (received + lost), jitter: now.jitter, roundTrip: now.roundTrip }
  return { ...measured, grade: gradeOf(measured) }
}

function gradeOf(measured: Omit<Quality, 'grade'>): Grade {
  const past = (limit: 'fair' | 'poor') =>
    measured.loss > LIMITS.loss[limit] ||
    measured.jitter > LIMITS.jitter[limit] ||
    (measured.roundTrip ?? 0) > LIMITS.roundTrip[limit]
  if (past('poor')) return 'poor'
  return past('fair') ? 'fair' : 'good'
}

interface StatsEntry {
  type: string
  kind?: string
  packetsReceived?: number
  packetsLost?: number
  jitter?: number
  roundTripTime?: number
  currentRoundTripTime?: number
  nominated?: boolean
}

/** A look from the entries of RTCPeerConnection.getStats(), whose times are seconds; null: no sound yet. */
export function lookOf(entries: Iterable<StatsEntry>): Look | null {
  let look: Look | null = null
  let roundTrip: number | null = null
  for (const entry of entries) {
    if (entry.type === 'inbound-rtp' && entry.kind === 'audio') {
      look = {
        received: entry.packetsReceived ?? 0,
        lost: entry.packetsLost ?? 0,
        jitter: (entry.jitter ?? 0) * 1000,
        roundTrip: null,
      }
    } else if (entry.type === 'remote-inbound-rtp' && entry.roundTripTime !== undefined) {
      roundTrip = entry.roundTripTime * 1000
    } else if (
      entry.type === 'candidate-pair' &&
      entry.nominated &&
      entry.currentRoundTripTime !== undefined
    ) {
      roundTrip ??= entry.currentRoundTripTime * 1000
    }
  }
  return look && { ...look, roundTrip }
}
