import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { StudioError } from '../../shared/errors'

/** What decides a run's result, by name. */
const factsSchema = z.record(z.string(), z.string())
export type Facts = z.infer<typeof factsSchema>

/** Facts that become known at the same time. `contents` are digests, under names for people. */
export const factGroupsSchema = z.object({
  settings: factsSchema.optional(),
  device: factsSchema.optional(),
  contents: factsSchema.optional(),
})
export type FactGroups = z.infer<typeof factGroupsSchema>
export type FactGroup = keyof FactGroups

/** Settings as facts, `training.epochs` and so on, each value as JSON; what is undefined is left out. */
export function settingFacts(settings: object): Facts {
  return Object.fromEntries(flatten(settings, ''))
}

function flatten(settings: object, prefix: string): [string, string][] {
  return Object.entries(settings).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined) return []
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isNested ? flatten(value, `${prefix}${name}.`) : [[prefix + name, JSON.stringify(value)]]
  })
}

/** How a group's facts differ from those of an earlier run, in words; empty where they do not. */
export function describeDifferences(group: FactGroup, before: Facts, now: Facts): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  const different = names.filter((name) => before[name] !== now[name])
  return different.map((name) =>
    group === 'contents'
      ? `${name}: not the same, or changed since`
      : `${name} was ${before[name] ?? 'not given'} and is ${now[name] ?? 'not given'}`,
  )
}

/** SHA-256 of a file's bytes, in hexadecimal. @throws StudioError `file/not-found` */
export async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
  } catch (cause) {
    throw new StudioError('file/not-found', `${path} cannot be read. Check its place and name.`, { cause })
  }
  return hash.digest('hex')
}
