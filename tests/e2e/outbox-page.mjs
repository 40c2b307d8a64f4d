import { post } from '../../src/renderer/src/bridge/http-carrier.ts'
import { Outbox } from '../../src/renderer/src/bridge/outbox.ts'
import { openOutboxStorage } from '../../src/renderer/src/bridge/outbox-storage.ts'

// A page with an outbox and nothing else; the test drives it by `window.outbox`.
const storage = await openOutboxStorage('outbox-test')
const outbox = await Outbox.open({
  storage,
  send: (entry) => post(new URL('/answers', location.href), entry),
  retryMs: 20,
})
addEventListener('online', () => outbox.sendNow())
Object.assign(window, { outbox })
