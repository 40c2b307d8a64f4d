// Runs first in a child of the double's utilityProcess, and makes Node's line to the parent look like Electron's.
import { EventEmitter } from 'node:events'

const send = process.send.bind(process)
const parentPort = new EventEmitter()
parentPort.postMessage = (message) => void send(structuredClone(message))
process.on('message', (data) => parentPort.emit('message', { data, ports: [] }))
process.on('disconnect', () => process.exit(1))
Object.defineProperty(process, 'parentPort', { value: parentPort })
delete process.send
