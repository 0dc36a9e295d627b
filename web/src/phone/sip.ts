// One registered telephone and its one call, on JsSIP: what Asterisk and the browser do, told as cues (stage.ts).
import { UA } from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession'
import type { RTCSessionEvent } from 'jssip/lib/UA'
import { oneClock } from './one_clock'
import { plain } from './plain'
import type { Cue } from './stage'
import { press } from './tones'
import { Wire } from './wire'

/** How to register, from GET /api/phone. */
export interface Account {
  uri: string
  realm: string
  ha1: string
  url: string
  iceServers: RTCIceServer[]
}

export interface Ears {
  cue: (cue: Cue) => void
  /** What the other side says. */
  sound: (stream: MediaStream) => void
}

/** Sound starts with the candidates there are by then; a slow TURN server does not keep a caller waiting. */
const GATHERING_MS = 500
const AGAIN_MS = 3_000
/** How a telephone says that it is lost, which the dialplan tells from a hang-up (RFC 3326; Q.850: channel not available). */
const LOST = 'Reason: Q.850;cause=44'

export class Sip {
  private readonly wire: Wire
  private readonly agent: UA
  private session: RTCSession | null = null
  private answered = false
  private endsAtOnce = false
  /** The sound has to find its way anew. It waits for an answer of Asterisk: JsSIP ends a call whose offer is lost. */
  private astray = false

  constructor(
    private readonly account: Account,
    private readonly ears: Ears,
  ) {
    this.wire = new Wire(account.url)
    this.agent = new UA({
      sockets: [this.wire],
      uri: account.uri,
      realm: account.realm,
      ha1: account.ha1,
      register_expires: 120,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 4,
      user_agent: 'Faultline',
    })
    this.listen()
  }

  start(): void {
    this.agent.start()
  }

  stop(): void {
    this.agent.stop()
  }

  /** A connection that is silently dead is made anew. `moved`: by another network; the sound finds its way again, too. */
  hurry(moved: boolean): void {
    if (this.wire.silent) this.wire.drop()
    else if (moved) this.goesAstray()
  }

  answer(microphone: MediaStream): void {
    this.answered = true
    this.session?.answer({
      mediaStream: microphone,
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: this.account.iceServers },
    })
  }

  /** End the call, or decline it while it rings. One that is just being answered ends as soon as it is. */
  hangUp(): void {
    if (!this.session || this.session.isEnded()) return
    if (this.session.isEstablished()) this.session.terminate()
    else if (this.answered) this.endsAtOnce = true
    else this.session.terminate({ status_code: 486 })
  }

  /** The page is going: whom it talks with is kept at once, not when Asterisk has missed the sound for seconds (R15). */
  leave(): void {
    if (this.session?.isEstablished()) this.session.terminate({ extraHeaders: [LOST] })
    this.wire.drop()
  }

  mute(on: boolean): void {
    if (on) this.session?.mute({ audio: true })
    else this.session?.unmute({ audio: true })
  }

  /** One key, as RFC 4733 tells it; keys that are not sent yet stay in front of it. */
  key(key: string): void {
    press(this.connection, key)
  }

  /** Speak into another microphone from now on. */
  async speakInto(microphone: MediaStream): Promise<void> {
    const [track] = microphone.getAudioTracks()
    const sender = this.connection?.getSenders().find((one) => one.track?.kind === 'audio')
    if (track) await sender?.replaceTrack(track)
  }

  get connection(): RTCPeerConnection | null {
    return this.session?.connection ?? null
  }

  private listen(): void {
    const link = (cue: Extract<Cue, { is: 'link' }>) => this.ears.cue(cue)
    this.agent.on('connecting', () => link({ is: 'link', link: 'connecting' }))
    this.agent.on('registered', () => link({ is: 'link', link: 'registered' }))
    this.wire.onheard = () => this.astray && this.agent.isRegistered() && this.findWay()
    this.agent.on('disconnected', () => {
      this.astray = this.session?.isEstablished() ?? false
      link({ is: 'link', link: 'lost', trouble: 'asterisk_away' })
    })
    this.agent.on('registrationFailed', ({ response }) => {
      const refused = response && response.status_code >= 400 && response.status_code < 500
      link(
        refused
          ? { is: 'link', link: 'refused', trouble: 'refused' }
          : { is: 'link', link: 'lost', trouble: 'asterisk_away' },
      )
      if (!refused) setTimeout(() => this.agent.isConnected() && this.agent.register(), AGAIN_MS)
    })
    this.agent.on('newRTCSession', ({ session, request, originator }: RTCSessionEvent) => {
      if (String(originator) !== 'remote') return
      if (this.session) session.terminate({ status_code: 486 })
      else this.take(session, String(request.getHeader('X-Faultline-Call') ?? ''))
    })
  }

  private take(session: RTCSession, call: string): void {
    this.session = session
    this.answered = this.endsAtOnce = this.astray = false
    session.on('peerconnection', ({ peerconnection }) => {
      peerconnection.addEventListener('track', (event) => {
        this.ears.sound(event.streams[0] ?? new MediaStream([event.track]))
      })
      peerconnection.addEventListener('iceconnectionstatechange', () => {
        if (['disconnected', 'failed'].includes(peerconnection.iceConnectionState)) this.goesAstray()
      })
    })
    let gathering: ReturnType<typeof setTimeout> | undefined
    session.on('icecandidate', ({ ready }) => (gathering ??= setTimeout(ready, GATHERING_MS)))
    session.on('sdp', (event) => {
      event.sdp = String(event.originator) === 'local' ? plain(event.sdp) : oneClock(event.sdp)
    })
    session.on('accepted', () => this.ears.cue({ is: 'talks', at: Date.now() }))
    session.on('confirmed', () => this.endsAtOnce && session.terminate())
    const over = () => {
      clearTimeout(gathering)
      if (this.session !== session) return
      this.session = null
      this.ears.cue({ is: 'over' })
    }
    session.on('ended', over)
    session.on('failed', over)
    this.ears.cue({ is: 'rings', call })
  }

  /** Asterisk is asked for an answer, which then sends the sound on its way. */
  private goesAstray(): void {
    this.astray = this.session?.isEstablished() ?? false
    if (this.agent.isConnected()) this.agent.register()
  }

  private findWay(): void {
    if (this.session && !this.session.isReadyToReOffer()) return
    this.astray = false
    if (this.session?.isEstablished()) this.session.renegotiate({ rtcOfferConstraints: { iceRestart: true } })
  }
}
