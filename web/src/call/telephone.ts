// A telephone that only calls (JsSIP, never registered): one call to the hotline, told as cues of its course.
import { UA } from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession'
import type { components } from '@/api/schema'
import { addressOf } from '@/phone/account'
import { oneClock } from '@/phone/one_clock'
import { plain } from '@/phone/plain'
import { press } from '@/phone/tones'
import { Wire } from '@/phone/wire'
import { troubleOf, type Cue } from './course'

type Pass = components['schemas']['CallPass']

/** The call goes out with the ways for sound that are known by then. */
const GATHERING_MS = 500

export interface Ears {
  cue: (cue: Cue) => void
  /** What the hotline says. */
  sound: (stream: MediaStream) => void
}

export class Telephone {
  private readonly agent: UA
  private session: RTCSession | null = null
  private over = false
  /** Sound has found its way once. */
  private heard = false

  constructor(
    private readonly pass: Pass,
    private readonly voice: MediaStream,
    private readonly ears: Ears,
  ) {
    this.agent = new UA({
      sockets: [new Wire(addressOf(pass, location))],
      uri: pass.uri,
      realm: pass.realm,
      ha1: pass.ha1,
      register: false,
      session_timers: false,
      user_agent: 'Faultline',
    })
  }

  call(number: string): void {
    this.agent.on('connected', () => {
      if (!this.session && !this.over) this.place(number)
    })
    this.agent.on('disconnected', () => {
      if (!this.session) this.end({ is: 'fails', trouble: 'asterisk_away' })
    })
    this.agent.start()
  }

  hangUp(): void {
    if (this.session && !this.session.isEnded()) this.session.terminate()
    this.end({ is: 'ends', by: 'us' })
  }

  /** One key, as RFC 4733 tells it; keys that are not sent yet stay in front of it. */
  key(key: string): void {
    press(this.connection, key)
  }

  get connection(): RTCPeerConnection | null {
    return this.session?.connection ?? null
  }

  private place(number: string): void {
    const session = this.agent.call(`sip:${number}@${this.pass.realm}`, {
      mediaStream: this.voice,
      mediaConstraints: { audio: true, video: false },
      extraHeaders: [`X-Faultline-Follow: ${this.pass.follow}`],
      pcConfig: { iceServers: iceServers(this.pass) },
    })
    this.session = session
    this.hear(session)
  }

  private hear(session: RTCSession): void {
    let gathering: ReturnType<typeof setTimeout> | undefined
    session.on('icecandidate', ({ ready }) => (gathering ??= setTimeout(ready, GATHERING_MS)))
    this.connection?.addEventListener('connectionstatechange', () => {
      this.heard ||= this.connection?.connectionState === 'connected'
    })
    this.connection?.addEventListener('track', (event) => {
      this.ears.sound(event.streams[0] ?? new MediaStream([event.track]))
    })
    session.on('sdp', (event) => {
      event.sdp = String(event.originator) === 'local' ? plain(event.sdp) : oneClock(event.sdp)
    })
    session.on('accepted', () => this.ears.cue({ is: 'answered', now: Date.now() }))
    session.on('ended', ({ originator, cause }) => {
      if (cause === 'RTP Timeout') this.end({ is: 'fails', trouble: this.heard ? 'lost' : 'no_sound_way' })
      else this.end({ is: 'ends', by: String(originator) === 'remote' ? 'them' : 'us' })
    })
    session.on('failed', ({ message, cause }) => {
      clearTimeout(gathering)
      const status = message && 'status_code' in message ? Number(message.status_code) : 0
      this.end({ is: 'fails', trouble: troubleOf(status, cause) })
    })
  }

  private end(cue: Cue): void {
    if (this.over) return
    this.over = true
    this.ears.cue(cue)
    this.agent.stop()
  }
}

function iceServers(pass: Pass): RTCIceServer[] {
  return (pass.ice_servers ?? []).map(({ urls, username, credential }) => ({
    urls,
    ...(username ? { username } : {}),
    ...(credential ? { credential } : {}),
  }))
}
