import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { builtInData, type DemoResult, type MapsResult } from '../../../shared/jobs'
import type { JobRunner } from '../job-runner'
import { makeMaps } from './maps-runner'
import { openData } from './open-data'
import { pruneModel } from './prune-runner'
import { trainModel } from './train-runner'
import { openJobDevice, secondsSince, versions } from './workspace'

const modelFolder = 'models'
const mapFolder = 'maps'
const reportFile = 'report.json'

/** Trains on the built-in sample, prunes, explains both models and writes a report. */
export const demoRunner: JobRunner<'demo'> = async (request, context) => {
  const startedMs = performance.now()
  const { folder, architecture, sizePx, seed, cpr } = request
  const device = await openJobDevice(request.device, context)
  const data = await openData({ data: builtInData, images: request.images }, sizePx, context)
  const workspace = { device, data }
  const models = join(folder, modelFolder)
  const maps = join(folder, mapFolder)
  await mkdir(models, { recursive: true })
  await mkdir(maps, { recursive: true })

  const trained = await trainModel({ ...request, folder: models, name: architecture }, workspace, context)
  const pruneRequest = {
    model: join(models, trained.modelFile),
    cpr,
    training: request.fineTuning,
    seed,
    folder: models,
    name: `${architecture}-cpr${cpr}`,
  }
  const pruned = await pruneModel(pruneRequest, workspace, context)
  const named = [trained, pruned].map(({ modelFile }, index) => ({
    name: index === 0 ? 'cpr-1' : `cpr-${cpr}`,
    file: join(models, modelFile),
    shownFile: `../${modelFolder}/${modelFile}`,
  }))
  const explained = await makeMaps(
    {
      models: named,
      layer: request.layer,
      count: request.mapsPerClass,
      perClass: true,
      seed,
      folder: maps,
      scoreAll: true,
    },
    { device, dataBySize: new Map([[sizePx, data]]) },
    context,
  )
  const result: DemoResult = {
    report: reportFile,
    seconds: secondsSince(startedMs),
    train: { ...trained, modelFile: `${modelFolder}/${trained.modelFile}` },
    prune: { ...pruned, modelFile: `${modelFolder}/${pruned.modelFile}` },
    maps: inMapFolder(explained),
  }
  await writeFile(join(folder, reportFile), `${JSON.stringify({ versions, ...result }, null, 2)}\n`)
  return result
}

function inMapFolder(maps: MapsResult): MapsResult {
  const { index, legend, activations } = maps
  return {
    ...maps,
    index: `${mapFolder}/${index}`,
    legend: `${mapFolder}/${legend}`,
    activations: activations && `${mapFolder}/${activations}`,
  }
}
