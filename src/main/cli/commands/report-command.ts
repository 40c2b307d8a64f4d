import type { Command } from 'commander'
import { pathToFileURL } from 'node:url'
import { studyExperiments } from '../../study/findings/experiments'
import { studyReport } from '../../transfer/study-report'
import { addAnalysisOptions, type AnalysisFlags, analysisOptionsOf } from '../analysis-flags'
import { absolute, jsonOption, wholeNumber } from '../options'
import { printResult, type CliSession } from '../session'
import { withStudy } from '../study-session'
import { writeReport } from '../write-report'

interface ReportFlags extends AnalysisFlags {
  readonly study: string
  readonly out: string
  readonly title?: string
  readonly gallery: number
}

const help = `
The report is one HTML file with its pictures, figures, tables and letters in it: send it, open it anywhere, print it
to PDF. \`sweetspot analyse --json\` with the same options gives all its numbers. Simulated answers are marked as such wherever they show.

Examples:
  sweetspot report --study my-study
  sweetspot report --study demo-output --source simulated --out demo.html`

/** `sweetspot report`: a study's models, maps and answers as one file. */
export function addReportCommand(program: Command, session: CliSession): void {
  const command = program
    .command('report')
    .description('write models, maps and findings of a study as one HTML file')
    .requiredOption('--study <folder>', 'the study')
    .option('--out <file>', 'where to write', 'report.html')
    .option('--title <text>', 'title (default: the study’s name)')
    .option('--gallery <n>', 'images to show with their maps', wholeNumber(0, 500), 20)
  addAnalysisOptions(command)
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (flags: ReportFlags) => {
      const path = absolute(flags.out)
      const report = await withStudy(flags.study, { isReadOnly: true }, (study) =>
        studyReport(study, {
          title: flags.title ?? study.study.get().name,
          createdAt: new Date().toISOString(),
          experiments: studyExperiments(study, analysisOptionsOf(flags)),
          galleryCount: flags.gallery,
        }),
      )
      await writeReport(path, session.reportTemplate, report)
      printResult(
        session,
        { report: path, experiments: report.experiments.length },
        () => `Report: ${pathToFileURL(path).href}`,
      )
    })
}
