/**
 * Runs in the page, as text, before any of its scripts: Chromium does not know an app's own schemes, so what the page
 * gives images as `scheme://host/…` is asked for where `toWeb` shows that address. Everything else, the policy of the
 * page and the handler that answers, is as it is.
 */
export function translateAddresses(schemes) {
  const toWeb = (address) => {
    const match = /^([a-z0-9+-]+):\/\/([^/]+)(.*)$/.exec(String(address))
    return match !== null && schemes.includes(match[1])
      ? `http://${match[2]}.${match[1]}.localhost${match[3]}`
      : address
  }
  const { prototype } = HTMLImageElement
  const src = Object.getOwnPropertyDescriptor(prototype, 'src')
  Object.defineProperty(prototype, 'src', {
    ...src,
    set(address) {
      src.set.call(this, toWeb(address))
    },
  })
  const { setAttribute } = Element.prototype
  prototype.setAttribute = function (name, value) {
    setAttribute.call(this, name, name === 'src' ? toWeb(value) : value)
  }
}
