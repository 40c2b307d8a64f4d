import { createRequire, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * tfjs-core's build for Node has no gradients in it, and its list of them is an ES module in a CommonJS package with
 * imports without extensions, which Node does not load by itself. They register in a global table, so that it does
 * not matter that they bring a second copy of tfjs-core.
 */
const hooks = registerHooks({
  resolve(specifier, context, next) {
    const inCore = context.parentURL?.includes('/@tensorflow/tfjs-core/dist/') ?? false
    return next(inCore && /^\.\.?\/.*(?<!\.js)$/.test(specifier) ? `${specifier}.js` : specifier, context)
  },
  load(url, context, next) {
    const isCore = url.includes('/@tensorflow/tfjs-core/dist/') && !url.endsWith('.node.js')
    return next(url, isCore ? { ...context, format: 'module' } : context)
  },
})
const list = createRequire(import.meta.url).resolve('@tensorflow/tfjs-core/dist/register_all_gradients.js')
await import(/* @vite-ignore */ pathToFileURL(list).href)
hooks.deregister()
