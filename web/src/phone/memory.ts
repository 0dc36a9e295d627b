// What outlives a tab: with which call this browser's telephone talked, of which there is one (only_tab.ts).
import { recalled, type Remembered } from './auto_answer'

const NAME = 'faultline.talking'

export function talkedWith(): Remembered | null {
  return recalled(localStorage.getItem(NAME))
}

export function rememberTalk(call: string, at: number): void {
  localStorage.setItem(NAME, JSON.stringify({ call, at } satisfies Remembered))
}

export function forgetTalk(): void {
  localStorage.removeItem(NAME)
}
