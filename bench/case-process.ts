import { createInterface } from 'node:readline'
import { cases, peakCase, type Report } from './cases'
import { prepareCase } from './prepare-case'

/**
 * A process of its own for one case, so that its peak memory is its own: `case-process <name>`. It prepares the case,
 * runs it once to warm up, and then once for each line `run` that it reads, until its input ends.
 */
async function main(name: string | undefined): Promise<void> {
  const benchCase = [peakCase, ...cases].find((each) => each.name === name)
  if (!benchCase) throw new Error(`there is no case ${name}`)
  const startMs = performance.now()
  const runOnce = await prepareCase(benchCase)
  await runOnce()
  send({ kind: 'ready', prepareMs: performance.now() - startMs })
  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== 'run') break
    const startedMs = performance.now()
    const own = await runOnce()
    send({ kind: 'ran', ...(own ?? { durationMs: performance.now() - startedMs }) })
    globalThis.gc?.()
  }
  send({ kind: 'done', peakBytes: process.resourceUsage().maxRSS * 1024 })
}

function send(report: Report): void {
  process.stdout.write(`${JSON.stringify(report)}\n`)
}

await main(process.argv[2])
