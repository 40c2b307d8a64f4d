import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { StudioError } from '../../shared/errors'
import type { Report } from '../../shared/report'
import { fillReport } from '../transfer/fill-report'

/**
 * Writes a report as one HTML file, complete or not at all.
 * @param template path of the built `report.html`
 * @throws StudioError `internal` without the template, `file/not-writable`
 */
export async function writeReport(path: string, template: string, report: Report): Promise<void> {
  const page = await readFile(template, 'utf8').catch((cause: unknown) => {
    throw new StudioError(
      'internal',
      `The page of reports is missing (${template}). Build Sweetspot again.`,
      { cause },
    )
  })
  const partial = `${path}.partial`
  try {
    await writeFile(partial, fillReport(page, report))
    await rename(partial, path)
  } catch (cause) {
    await rm(partial, { force: true })
    if (cause instanceof StudioError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StudioError(
      'file/not-writable',
      `Cannot write ${path}: ${reason}. Give another place with --out.`,
      {
        cause,
      },
    )
  }
}
