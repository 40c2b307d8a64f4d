import { StudioError } from '../../shared/errors'

/**
 * A model's name as it can stand in a file name on every system.
 * @throws StudioError `usage`
 */
export function checkName(name: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u.test(name) && !name.endsWith('.')) return name
  throw new StudioError(
    'usage',
    `"${name}" cannot be a file name. Use letters, digits, dots, dashes and underscores, as vgg16-w8-run2.`,
  )
}
