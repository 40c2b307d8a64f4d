import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { Bridge } from '../shared/api'
import { callChannel, eventChannel } from '../shared/channels'

const bridge: Bridge = {
  call: (procedure, input) => ipcRenderer.invoke(callChannel, procedure, input),
  subscribe: (listener) => {
    const hear = (_event: IpcRendererEvent, name: string, payload: unknown) => listener(name, payload)
    ipcRenderer.on(eventChannel, hear)
    return () => void ipcRenderer.off(eventChannel, hear)
  },
}

contextBridge.exposeInMainWorld('sweetspot', bridge)
