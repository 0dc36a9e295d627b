// The telephone's function keys, on every page of somebody who has one (F2.8).
import { useEventListener } from '@vueuse/core'
import { usePhone } from '@/phone/store'
import { deedOf, isForTelephone, isTyping, type Deed } from './shortcuts'
import { useDesk } from './store'

/** They work until the component that asks for them goes. */
export function useCallKeys(): void {
  const desk = useDesk()
  const phone = usePhone()

  function act(deed: Deed): void {
    const may = desk.controls
    if (deed === 'answer' && may.answer) void phone.answer()
    else if (deed === 'hang_up' && may.hangUp) void desk.hangUp()
    else if (deed === 'hold' && (may.hold || may.resume)) void desk.hold(may.hold)
    else if (deed === 'mute' && may.mute) void desk.mute(!desk.muted)
  }

  useEventListener(document, 'keydown', (event) => {
    const deed = deedOf(event, isTyping(event.target))
    if (!deed || !isForTelephone(deed)) return
    event.preventDefault()
    act(deed)
  })
}
