// What the service says when it can't do something to the floor: key of its words.
const WHY: Record<string, string> = {
  'not signed in': 'not_signed_in',
  'no such agent': 'no_agent',
  'the caller does not wait': 'waits_no_more',
  'there is no such call': 'call_over',
  'there is no such queue': 'no_queue',
  'Asterisk did not do it': 'asterisk',
  'Asterisk does not answer': 'asterisk',
  'no such conversation': 'no_conversation',
  'another agent has the call now: ask again': 'other_agent',
  'one conversation at a time': 'one_at_a_time',
  "listening needs a telephone of one's own": 'no_telephone',
  'nobody listens to their superiors': 'superior',
  'no such listen-in': 'listening_over',
}

/** Key of the words for a detail; empty: it is told as it came. */
export function whyNot(detail: string): string {
  return WHY[detail] ?? ''
}
