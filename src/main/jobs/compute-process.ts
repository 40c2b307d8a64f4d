import { openProcessPort } from './process-port'
import { jobRunners } from './runners'
import { serveJobs } from './serve-jobs'

// A Ctrl-C reaches every process of the terminal; whether this one stops is the parent's decision.
process.on('SIGINT', () => undefined)

serveJobs(openProcessPort(), jobRunners)
