import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { cpuThreads, runtimeVersion } from '../src/main/compute/ort'
import { type BenchCase, cases, peakCase } from './cases'
import { type CaseResult, measureCase } from './measure-case'
import { formatTable } from './table'

const usage = `npm run bench -- [--peer] [--only <text>]... [--rounds <n>] [--json]

  --peer         also run each case in PyTorch, in turn with ours (needs python3 with torch)
  --only <text>  only cases whose name contains the text: ${cases.map(({ name }) => name).join(', ')}
  --rounds <n>   measured runs of each case and contender, of which the median counts (default 5)
  --json         print one JSON object instead of the table`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      peer: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(usage)
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds takes a whole number from 1: ${values.rounds}`)
  const python = values.peer ? pythonWithTorch() : null
  const results: CaseResult[] = []
  for (const benchCase of [peakCase, ...chosen(values.only)]) {
    process.stderr.write(`${benchCase.name} …\n`)
    // A product takes a tenth of a second: more rounds cost nothing and steady the number that all are divided by.
    const own = benchCase === peakCase ? Math.max(rounds, 15) : rounds
    results.push(await measureCase(benchCase, { rounds: own, python: python?.command ?? null }))
  }
  print(results, { rounds, torchVersion: python?.version ?? null, json: values.json })
}

interface Frame {
  readonly rounds: number
  readonly torchVersion: string | null
  readonly json: boolean
}

function print(results: readonly CaseResult[], { rounds, torchVersion, json }: Frame): void {
  const machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    threads: cpuThreads,
    node: process.version,
    onnxruntime: runtimeVersion,
    torch: torchVersion,
  }
  const peak = results[0]!.ours.gigaflopsPerSecond!
  if (json)
    return console.log(JSON.stringify({ machine, rounds, peakGigaflopsPerSecond: peak, results }, null, 2))
  const versions = [`Node ${machine.node}`, `ONNX Runtime ${machine.onnxruntime}`]
  if (torchVersion) versions.push(`PyTorch ${torchVersion}`)
  console.log(
    `${machine.processor}, ${machine.threads} threads; ${versions.join(', ')}; medians of ${rounds} runs.`,
  )
  console.log(`Peak: ${peak.toFixed(1)} GFLOP/s, a product of two 2048 × 2048 matrices in ONNX Runtime.\n`)
  console.log(formatTable(results, peak))
}

function chosen(only: readonly string[]): readonly BenchCase[] {
  if (only.length === 0) return cases
  const found = cases.filter(({ name }) => only.some((text) => name.includes(text)))
  if (found.length > 0) return found
  throw new Error(
    `No case is called ${only.join(' or ')}. There are: ${cases.map(({ name }) => name).join(', ')}.`,
  )
}

/** The first Python that can import torch: $PYTHON, `python3` of the path, Debian's own. */
function pythonWithTorch(): { command: string; version: string } {
  const candidates = [process.env['PYTHON'], 'python3', '/usr/bin/python3', 'python'].filter(
    (name) => name !== undefined,
  )
  for (const command of candidates) {
    try {
      const version = execFileSync(command, ['-c', 'import torch; print(torch.__version__)'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      return { command, version: version.trim() }
    } catch {
      continue
    }
  }
  throw new Error(
    `None of ${candidates.join(', ')} can import torch. Install PyTorch (on Debian: apt install python3-torch), or set ` +
      'PYTHON to a Python that has it, or leave --peer out.',
  )
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
