import { join } from 'node:path'
import { cpuThreads } from '../src/main/compute/ort'
import type { BenchCase } from './cases'
import { type Contender, type Outcome, startContender } from './contender'
import { caseOperations } from './floating-point-operations'

/** One contender's result in one case. */
export interface Measurement {
  readonly contender: string
  /** Of all rounds. */
  readonly medianMs: number
  readonly fastestMs: number
  readonly slowestMs: number
  /** Null where a run is not about images. */
  readonly imagesPerSecond: number | null
  /** Null where a run is not about floating-point operations. */
  readonly gigaflopsPerSecond: number | null
  /** Share of a run in which programs ran, the median of all rounds; null where it is not measured. */
  readonly busyFraction: number | null
  /** Peak resident memory of its process, in bytes. */
  readonly peakBytes: number
  /** Building, compiling and the first run. */
  readonly prepareMs: number
}

export interface CaseResult {
  readonly case: BenchCase
  readonly ours: Measurement
  readonly peers: readonly Measurement[]
}

/** How often, and against whom. */
export interface MeasureOptions {
  readonly rounds: number
  /** The Python that has PyTorch; null measures ours alone. */
  readonly python: string | null
}

/** Measures one case: in each round ours and then each peer run once, so that a slow minute hits all alike. */
export async function measureCase(
  benchCase: BenchCase,
  { rounds, python }: MeasureOptions,
): Promise<CaseResult> {
  const names = ['sweetspot', ...(python ? benchCase.peers : [])]
  const contenders: Contender[] = []
  for (const name of names) {
    contenders.push(
      name === 'sweetspot'
        ? await startContender(process.execPath, [...gcFlag, here('case-process.mjs'), benchCase.name])
        : await startContender(python!, peerArguments(name, benchCase)),
    )
  }
  for (let round = 0; round < rounds; round++) for (const contender of contenders) await contender.run()
  const results: Measurement[] = []
  for (const [index, contender] of contenders.entries()) {
    results.push(summarise(names[index]!, benchCase, await contender.finish()))
  }
  return { case: benchCase, ours: results[0]!, peers: results.slice(1) }
}

const gcFlag = process.execArgv.filter((flag) => flag === '--expose-gc')

function here(file: string): string {
  return join(import.meta.dirname, file)
}

/** Where `peer.py` is, seen from the built bench in `out/bench`. */
const peerFile = here('../../bench/peer.py')

function peerArguments(mode: string, { architecture, sizePx, classCount, batchSize }: BenchCase): string[] {
  const [, head, divisor] = /^vgg16(-gap)?(?:-w(\d+))?$/.exec(architecture)!
  const widthDivisor = divisor ?? '1'
  const numbers = [sizePx, classCount, batchSize, cpuThreads].map(String)
  return [peerFile, mode, head ? 'gap' : 'dense', widthDivisor, ...numbers]
}

function summarise(contender: string, benchCase: BenchCase, outcome: Outcome): Measurement {
  const medianMs = median(outcome.durationsMs)
  const operations = caseOperations(benchCase)
  return {
    contender,
    medianMs,
    fastestMs: Math.min(...outcome.durationsMs),
    slowestMs: Math.max(...outcome.durationsMs),
    imagesPerSecond: benchCase.batchSize === 0 ? null : (benchCase.batchSize / medianMs) * 1000,
    gigaflopsPerSecond: operations === null ? null : operations / medianMs / 1e6,
    busyFraction: outcome.busyFractions.length === 0 ? null : median(outcome.busyFractions),
    peakBytes: outcome.peakBytes,
    prepareMs: outcome.prepareMs,
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
