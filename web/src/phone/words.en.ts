export default {
  answer: 'Answer',
  decline: 'Decline',
  hang_up: 'Hang up',
  keypad: 'Keys',
  devices: 'Sound',
  microphone: 'Microphone',
  speaker: 'Earpiece',
  ringer: 'Rings on',
  volume: 'Call volume',
  ring_volume: 'Ring volume',
  default_device: 'System default',
  hear_ring: 'Hear the ring tone',
  try_microphone: 'Check the microphone',
  try_again: 'Try again',
  unblock: 'Turn the sound on',
  link: {
    off: 'Telephone starting',
    elsewhere: 'Telephone in another tab',
    asking: 'Reading telephone settings',
    connecting: 'Telephone registering',
    registered: 'Telephone registered',
    lost: 'Not registered, reconnecting',
    refused: 'Refused by the switch',
    desk: 'Telephone on the desk',
    none: 'No extension',
  },
  talk: {
    idle: 'Idle',
    ringing: 'Ringing',
    answering: 'Answering',
    talking: 'Talking',
  },
  trouble: {
    asterisk_away:
      'The switch does not answer. A call under way may go on; the telephone registers again by itself.',
    service_away: 'The service does not answer; trying again.',
    refused:
      'The switch does not accept this telephone. Load the page again; if that does not help, ask an administrator.',
  },
  advice: {
    elsewhere: 'This tab shows the state; the telephone comes here once the other tab is closed.',
    none: 'Your account has no extension. Ask an administrator.',
  },
  no_microphone: {
    insecure:
      'Browsers allow the microphone only on encrypted pages (https) or on the machine itself. Open this page by its proper address.',
    refused:
      'The browser may not use the microphone. Click the icon left of the address, allow the microphone, then try again.',
    missing: 'No microphone was found. Plug in a headset or microphone, then try again.',
    taken: 'Another program uses the microphone. Close it, then try again.',
    unknown: 'The microphone can’t be opened. Try again.',
  },
  quality: {
    unknown: 'Sound: measuring',
    good: 'Sound: good',
    fair: 'Sound: fair',
    poor: 'Sound: poor',
  },
  quality_figures: 'Loss {loss} %, jitter {jitter} ms, round trip {round_trip} ms',
}
