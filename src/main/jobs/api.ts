import { name, version } from '../../../package.json'
import type { ApiHandlers } from '../../shared/api'
import type { ComputeClient } from './compute-client'

/** What serves the contract to the renderer: computing goes to the compute process through `client`. */
export function createApi(client: ComputeClient): ApiHandlers {
  return {
    'app.info': () => Promise.resolve({ name, version }),
    'devices.list': ({ refresh }) => client.run({ kind: 'devices', refresh }),
  }
}
