// A line test drawn: each measurement as a share of its scale, and whether it is as it should be (F1.8, F2.2).
import type { PopTest } from '@/api/live'
import type { Tone } from '@/ui/StateTag.vue'

/** How bad a verdict is; one that nobody knows is shown as not known. */
export const VERDICT_TONE: Record<string, Tone> = {
  ok: 'good',
  off_hook: 'warn',
  low_insulation: 'warn',
  unknown: 'calm',
  open: 'danger',
  short: 'danger',
  ground: 'danger',
  foreign_voltage: 'danger',
}

export interface Bar {
  /** Key of its words. */
  name: 'tip_ring' | 'tip_ground' | 'ring_ground' | 'capacitance' | 'dc' | 'ac'
  /** As people read it. */
  text: string
  /** 0 to 1 of the scale. */
  share: number
  good: boolean
}

/** Ohms: an insulation of a megaohm is good, and ten fill the scale. */
const INSULATION = { good: 1e6, least: 1e2, most: 1e7 }
/** Nanofarads of a line with its telephone, which a break makes small. */
const CAPACITANCE = { good: 100, most: 2000 }
/** Volts that do not belong on a line at rest. */
const VOLTS = { good: 10, most: 100 }

/** The measurements there are, in their order. */
export function barsOf(test: PopTest): Bar[] {
  return [
    resistance('tip_ring', test.resistance_tip_ring),
    resistance('tip_ground', test.resistance_tip_ground),
    resistance('ring_ground', test.resistance_ring_ground),
    test.capacitance_nf === null
      ? null
      : bar(
          'capacitance',
          `${round(test.capacitance_nf)} nF`,
          test.capacitance_nf / CAPACITANCE.most,
          test.capacitance_nf >= CAPACITANCE.good,
        ),
    volts('dc', test.dc_volts),
    volts('ac', test.ac_volts),
  ].filter((one) => one !== null)
}

/** Ohms as people write them. */
export function ohmsText(ohms: number): string {
  if (ohms >= 1e6) return `${round(ohms / 1e6)} MΩ`
  return ohms >= 1e3 ? `${round(ohms / 1e3)} kΩ` : `${round(ohms)} Ω`
}

function resistance(name: Bar['name'], ohms: number | null): Bar | null {
  if (ohms === null) return null
  const { least, most, good } = INSULATION
  const share = Math.log10(Math.max(ohms, least) / least) / Math.log10(most / least)
  return bar(name, ohmsText(ohms), share, ohms >= good)
}

function volts(name: Bar['name'], value: number | null): Bar | null {
  if (value === null) return null
  return bar(name, `${round(value)} V`, Math.abs(value) / VOLTS.most, Math.abs(value) < VOLTS.good)
}

function bar(name: Bar['name'], text: string, share: number, good: boolean): Bar {
  return { name, text, share: Math.min(1, Math.max(0, share)), good }
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)))
}
