import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { analysisCases } from './analysis-cases'
import { formatTable } from '../src/main/cli/text'

// Times the analysis of ratings. Each case has a process of its own, so that its peak memory is its own.

interface Measured {
  readonly ms: readonly number[]
  /** Of all threads: what does not change much where other programs run beside. */
  readonly cpuMs: readonly number[]
  readonly peakMegabytes: number
}

const [wanted = '', rounds = '5'] = process.argv.slice(2)
const names = Object.keys(analysisCases).filter((name) => new RegExp(wanted).test(name))

if (process.env['SWEETSPOT_BENCH_CASE'] === undefined) main()
else runCase(process.env['SWEETSPOT_BENCH_CASE'])

function main(): void {
  const rows = names.map((name) => {
    const { ms, cpuMs, peakMegabytes } = measure(name)
    const [least, median, most] = [0, 0.5, 1].map((share) => quantile(ms, share).toFixed(1))
    const cpu = quantile(cpuMs, 0.5).toFixed(1)
    process.stderr.write(`${name}: ${median} ms, ${cpu} ms of CPU, ${peakMegabytes.toFixed(0)} MB\n`)
    return [name, analysisCases[name]!.title, median!, `${least} to ${most}`, cpu, peakMegabytes.toFixed(0)]
  })
  console.log(formatTable(['case', 'what', 'ms, median', 'range', 'ms of CPU', 'peak MB'], rows))
}

function measure(name: string): Measured {
  const environment = { ...process.env, SWEETSPOT_BENCH_CASE: name }
  const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), '', rounds], {
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 20,
  })
  return JSON.parse(output) as Measured
}

/** One run to warm up, then as many as wanted; large cases once, as a person meets them. */
function runCase(name: string): void {
  const { isLarge, prepare } = analysisCases[name]!
  const run = prepare()
  const count = isLarge ? 1 : Number(rounds)
  if (!isLarge) run()
  const runs = Array.from({ length: count }, () => {
    const startMs = performance.now()
    const startCpu = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(startCpu)
    return { ms: performance.now() - startMs, cpuMs: (user + system) / 1000 }
  })
  const [ms, cpuMs] = [runs.map((each) => each.ms), runs.map((each) => each.cpuMs)]
  process.stdout.write(JSON.stringify({ ms, cpuMs, peakMegabytes: process.resourceUsage().maxRSS / 1024 }))
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
}
