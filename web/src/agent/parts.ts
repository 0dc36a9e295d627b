// Parts of the desk that are not in sight at first. They come when they are opened, or in the quiet after the page:
// a service that restarts or is replaced in the midst of a call takes none of them away.
import { defineAsyncComponent, type AsyncComponentLoader, type Component } from 'vue'

const loads: AsyncComponentLoader[] = []

function part<T extends Component>(load: AsyncComponentLoader<T>): T {
  const once: AsyncComponentLoader<T> = async () => {
    await answering()
    return load()
  }
  loads.push(once)
  return defineAsyncComponent(once)
}

/** The service is there. Browsers never ask again for a module that they could not have once, so this is asked first. */
async function answering(): Promise<void> {
  await fetch('/', { cache: 'no-store' })
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
  await Promise.allSettled(loads.map((load) => load()))
}
