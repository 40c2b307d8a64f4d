/** What a supervisor looks at before each session; the program cannot see it. */
export const checklist: readonly { readonly text: string; readonly why: string }[] = [
  {
    text: 'The desk’s browser fills the screen (F11)',
    why: 'One window, no other tabs: less to click on by mistake.',
  },
  {
    text: 'Other programs and messages are closed',
    why: 'Each interruption is recorded, but it still disturbs.',
  },
  { text: 'Chair and screen stand as for everybody', why: 'Pictures then have the same size for every eye.' },
  { text: 'The light is as always, without glare', why: 'Colours of maps must look alike.' },
  { text: 'Telephones are silent, the room is quiet', why: 'Times of answers are data.' },
  { text: 'Consent and payment are explained', why: 'The consent on screen comes as well, not instead.' },
]
