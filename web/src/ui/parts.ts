// Parts of the desktop that come when they are needed: pages, panels, charts. A network that is away takes none for good.
import { ApiProblem } from '@/api/client'

/** The browser could not have a part, and will not ask for it again: a page that is loaded anew has it. */
export class PartMissing extends Error {}

/**
 * The service is there. Browsers never ask again for a module that they could not have once, so this is asked first.
 * Throws ApiProblem.
 */
export async function answering(): Promise<void> {
  const answer = await fetch('/', { cache: 'no-store' }).catch(() => null)
  if (!answer?.ok) throw new ApiProblem(answer?.status ?? 0, 'no answer')
}

/** A part, once the service answers. Throws ApiProblem: it may be asked for again, and PartMissing. */
export async function brought<T>(load: () => Promise<T>): Promise<T> {
  await answering()
  try {
    return await load()
  } catch (cause) {
    throw new PartMissing('a part of the desktop is missing', { cause })
  }
}
