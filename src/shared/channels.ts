/** The one IPC channel of calls; the procedure's name travels in the message. */
export const callChannel = 'sweetspot:call'

/** The one IPC channel of events; the event's name travels in the message. */
export const eventChannel = 'sweetspot:event'
