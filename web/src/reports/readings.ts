// The values of a line test as gauges: where each lies on its scale, where its limit is, on which side the fault begins.
import {
  FOREIGN_AC_VOLTS,
  FOREIGN_DC_VOLTS,
  HAZARDOUS_AC_VOLTS,
  HAZARDOUS_DC_VOLTS,
  MEASURABLE_OHMS,
  OPEN_NANOFARADS,
  RESISTIVE_FAULT_OHMS,
} from './limits'

/** Ohms, nanofarads, volts; null: not measured. */
export interface Measured {
  resistance_tip_ring: number | null
  resistance_tip_ground: number | null
  resistance_ring_ground: number | null
  capacitance_nf: number | null
  dc_volts: number | null
  ac_volts: number | null
  off_hook: boolean | null
}

export type Quantity = Exclude<keyof Measured, 'off_hook'>
export type Judged = 'good' | 'bad' | 'unknown'

/** `place` and `limit` from 0 to 1 on the scale; `below`: the fault lies under the limit. */
export interface Reading {
  quantity: Quantity
  text: string
  limitText: string
  place: number | null
  limit: number
  below: boolean
  judged: Judged
}

interface Gauge {
  quantity: Quantity
  limit: number
  below: boolean
  place: (value: number) => number
  text: (value: number) => string
}

const within = (share: number) => Math.min(1, Math.max(0, share))
/** A scale of powers of ten. */
const decades = (from: number, until: number) => (value: number) =>
  within((Math.log10(Math.max(value, from)) - Math.log10(from)) / (Math.log10(until) - Math.log10(from)))
/** Volts either way; small ones stay apart from each other. */
const volts = (until: number) => (value: number) =>
  within(Math.log10(1 + Math.abs(value)) / Math.log10(1 + until))

const resistance = (quantity: Quantity): Gauge => ({
  quantity,
  limit: RESISTIVE_FAULT_OHMS,
  below: true,
  place: decades(100, MEASURABLE_OHMS),
  text: ohmsText,
})

const GAUGES: Gauge[] = [
  resistance('resistance_tip_ring'),
  resistance('resistance_tip_ground'),
  resistance('resistance_ring_ground'),
  {
    quantity: 'capacitance_nf',
    limit: OPEN_NANOFARADS,
    below: true,
    place: decades(10, 10_000),
    text: capacitanceText,
  },
  {
    quantity: 'ac_volts',
    limit: FOREIGN_AC_VOLTS,
    below: false,
    place: volts(HAZARDOUS_AC_VOLTS * 2),
    text: voltsText,
  },
  {
    quantity: 'dc_volts',
    limit: FOREIGN_DC_VOLTS,
    below: false,
    place: volts(HAZARDOUS_DC_VOLTS * 1.5),
    text: voltsText,
  },
]

/** All gauges of a test, in the order in which they are drawn. */
export function readings(test: Measured): Reading[] {
  return GAUGES.map((gauge) => reading(gauge, test[gauge.quantity]))
}

function reading(gauge: Gauge, value: number | null): Reading {
  return {
    quantity: gauge.quantity,
    text: value === null ? '—' : gauge.text(value),
    limitText: `${gauge.below ? '≥' : '≤'} ${gauge.text(gauge.limit)}`,
    place: value === null ? null : gauge.place(value),
    limit: gauge.place(gauge.limit),
    below: gauge.below,
    judged: judged(gauge, value),
  }
}

function judged(gauge: Gauge, value: number | null): Judged {
  if (value === null) return 'unknown'
  const beyond = gauge.below ? value < gauge.limit : Math.abs(value) > gauge.limit
  return beyond ? 'bad' : 'good'
}

/** A voltage that a technician must not touch (GR-909, hazardous potential). */
export function hazardous(test: Pick<Measured, 'ac_volts' | 'dc_volts'>): boolean {
  return (
    Math.abs(test.ac_volts ?? 0) > HAZARDOUS_AC_VOLTS || Math.abs(test.dc_volts ?? 0) > HAZARDOUS_DC_VOLTS
  )
}

/** 850 Ω, 12.4 kΩ, 3.1 MΩ; the end of the scale means more than that. */
export function ohmsText(ohms: number): string {
  if (ohms >= MEASURABLE_OHMS) return '> 10 MΩ'
  if (ohms >= 1_000_000) return `${figures(ohms / 1_000_000)} MΩ`
  return ohms >= 1_000 ? `${figures(ohms / 1_000)} kΩ` : `${figures(ohms)} Ω`
}

/** 250 nF, 1.2 µF. */
export function capacitanceText(nanofarads: number): string {
  return nanofarads >= 1_000 ? `${figures(nanofarads / 1_000)} µF` : `${figures(nanofarads)} nF`
}

/** −48 V, 3.5 V. */
export function voltsText(value: number): string {
  return `${figures(value).replace('-', '−')} V`
}

/** Three figures are what a test head can be believed. */
function figures(value: number): string {
  return String(Number(value.toPrecision(3)))
}
