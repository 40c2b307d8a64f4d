import { Command, CommanderError } from 'commander'
import { StudioError, toErrorPayload } from '../../shared/errors'
import { ComputeClient } from '../jobs/compute-client'
import { createNodeTransport } from '../jobs/node-transport'
import { commands } from './commands'
import { version } from './version'
import { createOutputTail } from './output-tail'
import { createProgressView } from './progress-view'
import { listenForInterrupts } from './interrupts'
import { absolute, number } from './options'
import type { CliSession } from './session'

/** 0 done, 1 failed, 2 wrong use, 128 + n stopped by signal n (130: Ctrl-C). */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const

export interface CliOptions {
  /** What follows the program's name. */
  readonly arguments: readonly string[]
  /** Path of the built compute-process.js. */
  readonly computeEntry: string
  /** Path of the built findings-process.js. */
  readonly findingsEntry: string
  /** Folder of the built page. */
  readonly pageRoot: string
  /** Path of the built report.html. */
  readonly reportTemplate: string
}

/** Runs one command to its end. @returns the exit code; never rejects */
export async function runCli(options: CliOptions): Promise<number> {
  const isJson = options.arguments.includes('--json')
  const tail = createOutputTail()
  const client = new ComputeClient(() =>
    createNodeTransport({ entry: options.computeEntry, onOutput: (text) => tail.add(text) }),
  )
  const view = createProgressView(process.stderr, isJson)
  const interrupts = listenForInterrupts({
    onFirst: () => view.note('Stopping. Press Ctrl-C again to stop at once.'),
    onSecond: () => client.dispose(),
  })
  exitQuietlyWhenReaderLeaves()
  let exitCode: number = exitCodes.done
  const fail = () => {
    exitCode = exitCodes.failed
  }
  const { findingsEntry, pageRoot, reportTemplate } = options
  const session: CliSession = {
    client,
    view,
    isJson,
    signal: interrupts.signal,
    fail,
    findingsEntry,
    pageRoot,
    reportTemplate,
  }
  try {
    await createProgram(session, isJson).parseAsync([...options.arguments], { from: 'user' })
    return exitCode
  } catch (thrown) {
    view.end()
    return interrupts.exitCode() ?? explain(thrown, { isJson, lastOutput: tail.text() })
  } finally {
    view.end()
    client.dispose()
    interrupts.stop()
  }
}

function createProgram(session: CliSession, isJson: boolean): Command {
  const program = new Command('sweetspot')
    .description(
      'Train, prune and explain image classifiers: how far can a network be pruned before people stop understanding its explanations?',
    )
    .version(version)
    .option(
      '--cache <folder>',
      'where unpacked archives, decoded images and downloads are kept (default: your cache folder, or SWEETSPOT_CACHE)',
    )
    .option(
      '--cache-limit <GB>',
      'decoded images to keep there, in gigabytes; 0 keeps none (default: 8, or SWEETSPOT_CACHE_GB)',
      number({ from: 0 }),
    )
    .hook('preAction', (command) => useCache(command.opts<CacheFlags>()))
    .showHelpAfterError('(add --help for all options and examples)')
    .exitOverride()
    .addHelpText('after', generalHelp)
  if (isJson) program.configureOutput({ outputError: () => undefined })
  for (const add of Object.values(commands)) add(program, session)
  return program
}

interface CacheFlags {
  readonly cache?: string
  readonly cacheLimit?: number
}

/** The compute process is started later and inherits them. */
function useCache({ cache, cacheLimit }: CacheFlags): void {
  if (cache !== undefined) process.env['SWEETSPOT_CACHE'] = absolute(cache)
  if (cacheLimit !== undefined) process.env['SWEETSPOT_CACHE_GB'] = String(cacheLimit)
}

const generalHelp = `
Results go to standard output, progress and warnings to standard error. With --json, standard output holds one
JSON document, {"ok":true,"value":...} or {"ok":false,"error":{"code","message"}}, and each line of standard
error is one JSON object, its "type" one of progress, training (loss and accuracy of a step or an epoch), note and
warning.

Exit codes: 0 done, 1 failed, 2 wrong use, 130 stopped by Ctrl-C.

Examples:
  sweetspot demo
  sweetspot train --data emojinette --size 64 --epochs 8 --out models
  sweetspot prune --model models/vgg16-bn-gap-w8.safetensors --data emojinette --cpr 2
  sweetspot maps --model models/vgg16-bn-gap-w8.safetensors --data emojinette --count 2 --per-class`

/** Tells what went wrong in one line (as JSON with --json). @returns the exit code */
function explain(thrown: unknown, how: { readonly isJson: boolean; readonly lastOutput: string }): number {
  if (thrown instanceof CommanderError) return explainUsage(thrown, how.isJson)
  const error = toErrorPayload(thrown)
  if (how.isJson) process.stdout.write(`${JSON.stringify({ ok: false, error }, null, 2)}\n`)
  else process.stderr.write(`error: ${error.message}\n`)
  if (error.code === 'compute/process-died' && how.lastOutput !== '' && !how.isJson) {
    process.stderr.write(`The last that it printed:\n${how.lastOutput}\n`)
  }
  return error.code === 'usage' ? exitCodes.usage : exitCodes.failed
}

/** Commander has printed its message by itself, except with --json. */
function explainUsage(thrown: CommanderError, isJson: boolean): number {
  if (thrown.exitCode === 0) return exitCodes.done
  if (isJson) {
    const message = thrown.message.replace(/^error: /, '')
    const { code } = new StudioError('usage', message)
    process.stdout.write(`${JSON.stringify({ ok: false, error: { code, message } }, null, 2)}\n`)
  }
  return exitCodes.usage
}

/** `sweetspot devices | head -1` must not end in a stack trace. */
function exitQuietlyWhenReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}
