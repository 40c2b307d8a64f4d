import type { Command } from 'commander'
import { addAnalyseCommand } from './commands/analyse-command'
import { addDatasetCommand } from './commands/dataset-command'
import { addDemoCommand } from './commands/demo-command'
import { addDevicesCommand } from './commands/devices-command'
import { addEvaluateCommand } from './commands/evaluate-command'
import { addExportCommand } from './commands/export-command'
import { addImportCommand } from './commands/import-command'
import { addMapsCommand } from './commands/maps-command'
import { addPruneCommand } from './commands/prune-command'
import { addRateCommand } from './commands/rate-command'
import { addRatingsCommand } from './commands/ratings-command'
import { addReportCommand } from './commands/report-command'
import { addServeCommand } from './commands/serve-command'
import { addStimuliCommand } from './commands/stimuli-command'
import { addStudyCommand } from './commands/study-command'
import { addTrainCommand } from './commands/train-command'
import { addWeightsCommand } from './commands/weights-command'
import type { CliSession } from './session'

/** Every command, in the order of the help. */
export const commands = {
  demo: addDemoCommand,
  dataset: addDatasetCommand,
  weights: addWeightsCommand,
  import: addImportCommand,
  train: addTrainCommand,
  prune: addPruneCommand,
  evaluate: addEvaluateCommand,
  maps: addMapsCommand,
  stimuli: addStimuliCommand,
  rate: addRateCommand,
  ratings: addRatingsCommand,
  analyse: addAnalyseCommand,
  report: addReportCommand,
  export: addExportCommand,
  study: addStudyCommand,
  devices: addDevicesCommand,
  serve: addServeCommand,
} as const satisfies Readonly<Record<string, (program: Command, session: CliSession) => void>>
