import { contextBridge, ipcRenderer } from 'electron'
import { callChannel, type Bridge } from '../shared/api'

const bridge: Bridge = {
  call: (procedure, input) => ipcRenderer.invoke(callChannel, procedure, input),
}

contextBridge.exposeInMainWorld('sweetspot', bridge)
