import type { Command } from 'commander'
import { pathToFileURL } from 'node:url'
import type { StudyStore } from '../../store/study-store'
import { studyExperiments } from '../../study/findings/experiments'
import { studyReport } from '../../transfer/study-report'
import { addAnalysisOptions, type AnalysisFlags, analysisOptionsOf } from '../analysis-flags'
import { absolute, jsonOption, wholeNumber } from '../options'
import { printResult, type CliSession } from '../session'
import {
  chooseExperiments,
  experimentOption,
  liftBlindOption,
  type SightFlags,
  warnOfUnreadable,
  withSight,
} from '../sight'
import { writeReport } from '../write-report'

interface ReportFlags extends AnalysisFlags, SightFlags {
  readonly study: string
  readonly experiment?: readonly string[]
  readonly out: string
  readonly title?: string
  readonly gallery: number
}

const help = `
The report is one HTML file with its pictures, figures, tables and letters in it: send it, open it anywhere, print it
to PDF. \`sweetspot analyse --json\` with the same options gives all its numbers. Simulated answers are marked as such wherever they show.
Effects of a plan stay hidden until people have given all its ratings, unless --lift-blind gives a reason, which the study
and the report keep.

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
    .addOption(experimentOption())
    .addOption(liftBlindOption())
    .option('--gallery <n>', 'images to show with their maps', wholeNumber(0, 500), 20)
  addAnalysisOptions(command)
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (flags: ReportFlags) => {
      const path = absolute(flags.out)
      const chosen = (study: StudyStore) => chooseExperiments(study, flags.experiment)
      const report = await withSight({ ...flags, view: session.view }, chosen, (study, experiments) => {
        if (flags.experiment === undefined) warnOfUnreadable(session, study)
        return studyReport(study, {
          title: flags.title ?? study.study.get().name,
          createdAt: new Date().toISOString(),
          experiments: studyExperiments(study, analysisOptionsOf(flags), experiments),
          galleryCount: flags.gallery,
        })
      })
      await writeReport(path, session.reportTemplate, report)
      printResult(
        session,
        { report: path, experiments: report.experiments.length },
        () => `Report: ${pathToFileURL(path).href}`,
      )
    })
}
