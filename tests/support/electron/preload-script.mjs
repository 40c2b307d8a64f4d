import { readFileSync } from 'node:fs'
import { rolldown } from 'rolldown'
import { preloadRuntime } from './preload-runtime.mjs'

let codec

async function bundleCodec() {
  const bundle = await rolldown({ input: 'devalue', cwd: import.meta.dirname })
  const { output } = await bundle.generate({ format: 'iife', name: 'devalue' })
  return output[0].code
}

/** The built preload as a script for the page, run with a sandboxed `require` before any script of the page. */
export async function preloadScript(file) {
  codec ??= bundleCodec()
  const preload = `(require, module, exports, process) => {${readFileSync(file, 'utf8')}\n}`
  return `(() => {
    if (window !== window.top) return
    ${await codec}
    ;(${preloadRuntime})(devalue, ${preload})
  })()`
}
