// An offer that Asterisk can read although the browser hides its addresses, as it does from pages without microphone.

/** Any address will do: Asterisk answers to where the browser's own checks come from (RFC 8445, 7.3.1.3). */
const SOMEWHERE = '127.0.0.1'

/**
 * The offer with names of this machine's own making (`….local`, RFC 8829 and draft mdns-ice-candidates) as an address:
 * Asterisk asks nobody for such names, and takes a call without any address for one on hold (RFC 3264, 8.4).
 */
export function plain(sdp: string): string {
  return sdp
    .replaceAll(/^c=IN IP4 0\.0\.0\.0/gm, `c=IN IP4 ${SOMEWHERE}`)
    .replaceAll(/^(a=candidate:\S+ \d+ \S+ \d+ )\S+\.local /gm, `$1${SOMEWHERE} `)
}
