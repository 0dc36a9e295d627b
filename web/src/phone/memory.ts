// What outlives a reload of this tab: with which call it talked.
import { recalled, type Remembered } from './auto_answer'

const NAME = 'faultline.talking'

export function talkedWith(): Remembered | null {
  return recalled(sessionStorage.getItem(NAME))
}

export function rememberTalk(call: string, at: number): void {
  sessionStorage.setItem(NAME, JSON.stringify({ call, at } satisfies Remembered))
}

export function forgetTalk(): void {
  sessionStorage.removeItem(NAME)
}
