import { openProcessPort } from '../process-port'
import { serveFindings } from './serve-findings'

// A Ctrl-C reaches every process of the terminal; whether this one stops is the parent's decision.
process.on('SIGINT', () => undefined)

serveFindings(openProcessPort())
