// One call from this page at a time: its telephone, its sound, and what it is told.
import { onBeforeUnmount, ref, shallowRef } from 'vue'
import { api, ApiProblem, unwrap } from '@/api/client'
import { closed, type NoMicrophone } from '@/phone/microphone'
import { next, refusalOf, type Course, type Cue } from './course'
import { follow, type FollowLink } from './following'
import { voice } from './speaking'
import { Telephone } from './telephone'
import { empty, told, type Transcript } from './transcript'

/** The page's call, for as long as the page is there. */
export function useCall() {
  const course = ref<Course>({ at: 'idle' })
  const transcript = shallowRef<Transcript>(empty())
  const link = ref<FollowLink>('over')
  const without = ref<NoMicrophone | null>(null)
  const spoken = shallowRef<MediaStream | null>(null)
  const heard = shallowRef<MediaStream | null>(null)
  const muted = ref(false)
  const keyed = ref('')
  let context: AudioContext | null = null
  let telephone: Telephone | null = null
  let unfollow = () => {}

  /** Made at the first press of a button: browsers let no page sound before. */
  const sounds = () => (context ??= new AudioContext())

  function hears(cue: Cue) {
    course.value = next(course.value, cue)
    if (course.value.at === 'over') quiet()
  }

  /** Let go of microphone and sound. */
  function quiet() {
    closed(spoken.value)
    spoken.value = heard.value = telephone = null
  }

  async function dial(number: string) {
    if (course.value.at === 'calling' || course.value.at === 'talking') return
    hears({ is: 'dials', number })
    muted.value = false
    keyed.value = ''
    unfollow()
    transcript.value = empty()
    try {
      void sounds().resume()
      const own = await voice(sounds())
      without.value = own.without
      spoken.value = own.stream
      await place(number, own.stream)
    } catch (problem) {
      hears({ is: 'fails', trouble: refusalOf(problem instanceof ApiProblem ? problem.status : 0) })
    }
  }

  async function place(number: string, stream: MediaStream) {
    const pass = await unwrap(api.POST('/api/call-page'))
    if (course.value.at !== 'calling') return quiet()
    unfollow = follow(pass.follow, {
      moment: (moment) => (transcript.value = told(transcript.value, moment)),
      anew: () => (transcript.value = empty()),
      link: (now) => (link.value = now),
    })
    telephone = new Telephone(pass, stream, { cue: hears, sound: (sound) => (heard.value = sound) })
    telephone.call(number)
  }

  function hangUp() {
    if (telephone) telephone.hangUp()
    else hears({ is: 'ends', by: 'us' })
  }

  function mute(on: boolean) {
    muted.value = on
    for (const track of spoken.value?.getAudioTracks() ?? []) track.enabled = !on
  }

  function press(key: string) {
    keyed.value = (keyed.value + key).slice(-20)
    telephone?.key(key)
  }

  onBeforeUnmount(() => {
    hangUp()
    unfollow()
    void context?.close()
  })

  return {
    course,
    transcript,
    link,
    without,
    spoken,
    heard,
    muted,
    sounds,
    dial,
    hangUp,
    mute,
    keyed,
    press,
  }
}
