// The newest test of a line that this page knows: what came with the line or the pop, or what was just run here.
import { shallowReactive } from 'vue'
import type { Measured } from './readings'

export type Tested = Measured & { verdict: string; tested_at: string }

const runHere = shallowReactive(new Map<string, Tested>())

/** Remember what a test that was run from this page has found. */
export function keepTest(line: string, test: Tested): void {
  runHere.set(line, test)
}

/** `last`: what the service told; null: nothing. Of two at the same time the one run here. */
export function newestTest(line: string, last: Tested | null): Tested | null {
  const here = runHere.get(line) ?? null
  if (here === null || last === null) return here ?? last
  return Date.parse(here.tested_at) >= Date.parse(last.tested_at) ? here : last
}
