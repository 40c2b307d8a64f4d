import { InvalidArgumentError, Option, type Command } from 'commander'
import { isAbsolute, resolve } from 'node:path'
import { deviceChoiceSchema, type DeviceChoice } from '../../shared/device'
import { builtInData } from '../../shared/jobs'

/** What every command that computes takes. */
export interface RunFlags {
  readonly device: DeviceChoice
  readonly seed: number
}

/** Whole number in a range. @throws InvalidArgumentError */
export function wholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isInteger(value) && value >= minimum && value <= maximum) return value
    const range = maximum === Number.MAX_SAFE_INTEGER ? `from ${minimum} up` : `from ${minimum} to ${maximum}`
    throw new InvalidArgumentError(`It must be a whole number ${range}.`)
  }
}

/** Limits of a number; `above` is not allowed itself, the others are. */
export interface NumberRange {
  readonly above?: number
  readonly from?: number
  readonly to?: number
}

/** Number above a limit, or from it up; at most `to`. @throws InvalidArgumentError */
export function number({ above, from, to = Infinity }: NumberRange): (text: string) => number {
  return (text) => {
    const value = Number(text)
    const isNumber = text.trim() !== '' && Number.isFinite(value)
    const isInRange = value > (above ?? -Infinity) && value >= (from ?? -Infinity) && value <= to
    if (isNumber && isInRange) return value
    const lowest = above === undefined ? `of ${from} or more` : `above ${above}`
    const highest = to === Infinity ? '' : `, at most ${to}`
    throw new InvalidArgumentError(`It must be a number ${lowest}${highest}.`)
  }
}

/** `--json`, `--device` and `--seed`. */
export function addRunOptions(command: Command): Command {
  return command.addOption(deviceOption()).addOption(seedOption()).addOption(jsonOption())
}

/** `--device`. */
export function deviceOption(): Option {
  return new Option('--device <device>', 'where to compute; auto takes the fastest that passed its self-test')
    .choices(deviceChoiceSchema.options)
    .default('auto')
}

/** `--seed`. */
export function seedOption(): Option {
  return new Option('--seed <n>', 'start of every random choice; the same seed gives the same result')
    .argParser(wholeNumber(0, 0xffff_ffff))
    .default(0)
}

/** `--json`; read by `runCli` for the whole program. */
export function jsonOption(): Option {
  return new Option('--json', 'print one JSON document, and progress as JSON lines on standard error')
}

/** `--data` and `--images`. */
export function addDataOptions(command: Command): Command {
  return command
    .requiredOption(
      '--data <folder>',
      `a folder with one folder per class, or with train/ and val/ of that kind, or a .tar.gz, .tar or .zip file of it; ` +
        `"${builtInData}" is the built-in sample`,
    )
    .option(
      '--images <n>',
      'training images to make; for the built-in sample only',
      wholeNumber(10, 1_000_000),
    )
}

/** A data source as jobs take it: the built-in sample by name, a folder by its absolute path. */
export function resolveData(data: string): string {
  return data === builtInData ? data : absolute(data)
}

/** A path as jobs take it: they may run in another working directory. */
export function absolute(path: string): string {
  return isAbsolute(path) ? path : resolve(process.cwd(), path)
}
