// Parts of the desk that are not in sight at first. They come when they are opened, or in the quiet after the page:
// a service that restarts or is replaced in the midst of a call takes none of them away.
import type { AsyncComponentLoader, Component } from 'vue'
import { part as partOf } from '@/ui/part'
import { brought } from '@/ui/parts'

const loads: AsyncComponentLoader[] = []

function part<T extends Component>(load: AsyncComponentLoader<T>): T {
  loads.push(load)
  return partOf(load)
}

export const HelpSheet = part(() => import('./HelpSheet.vue'))
export const TransferForm = part(() => import('./TransferForm.vue'))
export const DeviceChoice = part(() => import('@/phone/DeviceChoice.vue'))
export const CustomerForm = part(() => import('@/conversation/CustomerForm.vue'))
export const StandardPhrases = part(() => import('@/conversation/StandardPhrases.vue'))
export const WrapUpForm = part(() => import('@/conversation/WrapUpForm.vue'))
export const InlinePlayer = part(() => import('@/recordings/InlinePlayer.vue'))
export const OwnFigures = part(() => import('@/conversation/OwnFigures.vue'))

/** How long after the page the rest may come. Milliseconds. */
export const QUIET_MS = 5_000

/** All of them; what cannot be had now is asked for again when it is opened. */
export async function fetchAll(): Promise<void> {
  await Promise.allSettled(loads.map((load) => brought(load)))
}
