import type { Page } from 'playwright-core'
import { launch, usesRealElectron, type ElectronApp } from './electron/launch'
import { chromiumMissing } from './chromium'
import { launchStation, type StationApp } from './station/launch'

export interface LaunchOptions {
  /** The app's own folder. */
  readonly userData: string
  /** Where measurements are remembered. */
  readonly cache: string
}

/** A running Sweetspot with its studio open, whichever way pages are connected to it. */
export interface StudioApp {
  /** The pages that are open. */
  pages(): Promise<Page[]>
  /** Process ids of the running compute processes. */
  computePids(): Promise<number[]>
  close(): Promise<void>
}

/** The two ways to carry the contract, and why they cannot be tried here; null where they can. */
export const carriers = {
  ipc: {
    place: usesRealElectron ? 'Electron' : 'the double of Electron',
    missing: usesRealElectron ? null : chromiumMissing,
  },
  http: { place: 'the station', missing: chromiumMissing },
} as const
export type Carrier = keyof typeof carriers

/** Starts the built program over a carrier. */
export function launchOver(carrier: 'ipc', options: LaunchOptions): Promise<ElectronApp>
export function launchOver(carrier: 'http', options: LaunchOptions): Promise<StationApp>
export function launchOver(carrier: Carrier, options: LaunchOptions): Promise<ElectronApp | StationApp>
export function launchOver(carrier: Carrier, options: LaunchOptions): Promise<ElectronApp | StationApp> {
  return carrier === 'ipc' ? launch(options) : launchStation(options)
}
