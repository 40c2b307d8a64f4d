import { join } from 'node:path'
import { runCli } from './cli/run-cli'

void runCli({
  arguments: process.argv.slice(2),
  computeEntry: join(__dirname, 'compute-process.js'),
  findingsEntry: join(__dirname, 'findings-process.js'),
  pageRoot: join(__dirname, '../renderer'),
  reportTemplate: join(__dirname, '../report/report.html'),
}).then((exitCode) => {
  process.exitCode = exitCode
})
