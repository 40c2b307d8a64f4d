import { copyFile, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DownloadReport, KnownFileName } from '../../../shared/dataset-jobs'
import { StudioError } from '../../../shared/errors'
import { formatBytes } from '../../../shared/format-bytes'
import type { JobRequestOf } from '../../../shared/jobs'
import { importArchive } from '../../dataset/archive/import-archive'
import { defaultCacheFolder } from '../../dataset/cache-folder'
import { type Downloaded, downloadFile } from '../../dataset/download/download-file'
import { type KnownFile, knownFiles } from '../../dataset/download/known-files'
import { requireKnown } from '../../dataset/download/require-known'
import { freeBytesOf, requireSpace } from '../../dataset/free-space'
import { lockFile } from '../../store/file-lock'
import { makeFolder } from '../../store/make-folder'
import type { JobContext, JobRunner } from '../job-runner'
import { reportBytes } from './report-bytes'
import { secondsSince } from './workspace'

/** Downloads a published file, checks it, and puts its images, or the file itself, into the job's folder. */
export const downloadRunner: JobRunner<'download'> = (request, context) =>
  downloadKnown(request, knownFiles[request.name], context)

/** The same for any file of that name. */
export async function downloadKnown(
  { name, from, folder }: JobRequestOf<'download'>,
  known: KnownFile,
  context: JobContext,
): Promise<DownloadReport> {
  const startedMs = performance.now()
  if (from === undefined) await requireSpaceForAll(known, folder)
  const source =
    from === undefined ? await fetchOnce(name, known, context) : await takeGiven(from, known, context)
  const placed = await place(source, { known, folder }, context)
  if (source.isOurs) await rm(source.file, { force: true })
  const { bytes, resumedFromBytes } = source
  const { url, sha256 } = known
  return { name, url, bytes, sha256, resumedFromBytes, seconds: secondsSince(startedMs), ...placed }
}

/** The file before its contents are put in place. */
interface Source extends Downloaded {
  readonly file: string
  /** Whether it lies in the cache, from where it is taken away, or is the user's own. */
  readonly isOurs: boolean
}

async function takeGiven(file: string, known: KnownFile, { signal, report }: JobContext): Promise<Source> {
  const onProgress = reportBytes(report, 'Checking the file')
  const bytes = await requireKnown(file, known, { signal, onProgress })
  return { file, isOurs: false, bytes, resumedFromBytes: 0 }
}

/** Downloads into the cache, where what an earlier try received still lies. One process at a time. */
async function fetchOnce(
  name: KnownFileName,
  known: KnownFile,
  { signal, report }: JobContext,
): Promise<Source> {
  const { url, fileName, sizeBytes, sha256 } = known
  const downloads = join(defaultCacheFolder(), 'downloads')
  makeFolder(downloads)
  const file = join(downloads, fileName)
  const release = lockFile(`${file}.lock`, 0)
  if (!release) throw busy(fileName)
  try {
    const onProgress = reportBytes(report, `Downloading ${fileName}`)
    const onCheck = reportBytes(report, 'Checking the file')
    const options = { url, file, sizeBytes, sha256, byHand: byHand(name, known), signal, onProgress, onCheck }
    return { file, isOurs: true, ...(await downloadFile(options)) }
  } finally {
    release()
  }
}

/** Before the download, which may take an hour, rather than after it. */
async function requireSpaceForAll(known: KnownFile, folder: string): Promise<void> {
  const size = known.sizeBytes ?? 0
  const neededBytes = Math.ceil(size * (1 + known.unpackedRatio))
  await requireSpace(folder, { what: 'The file and its contents', neededBytes, freeBytes: freeBytesOf })
}

type Placed = Pick<DownloadReport, 'images' | 'weightFile'>

async function place(
  { file, isOurs }: Source,
  { known, folder }: { readonly known: KnownFile; readonly folder: string },
  { signal, report }: JobContext,
): Promise<Placed> {
  switch (known.kind) {
    case 'images': {
      const onProgress = reportBytes(report, 'Unpacking the archive')
      return { images: await importArchive({ archive: file, folder, signal, onProgress }), weightFile: null }
    }
    case 'weights': {
      const target = join(folder, known.fileName)
      if (!isOurs || !(await movesTo(file, target))) await copyTo(file, target, folder)
      return { images: null, weightFile: known.fileName }
    }
  }
}

/** Whether the file could be moved; it cannot from one disk to another. */
async function movesTo(file: string, target: string): Promise<boolean> {
  return rename(file, target).then(
    () => true,
    () => false,
  )
}

async function copyTo(file: string, target: string, folder: string): Promise<void> {
  const neededBytes = (await stat(file)).size
  await requireSpace(folder, { what: 'The weights', neededBytes, freeBytes: freeBytesOf })
  await copyFile(file, target)
}

/** What to do on a computer without internet. */
function byHand(name: KnownFileName, { kind, url, sizeBytes }: KnownFile): string {
  const size = sizeBytes === null ? '' : ` (${formatBytes(sizeBytes)})`
  const command = kind === 'images' ? 'dataset' : 'weights'
  return (
    `To fetch it by hand, open ${url}${size} in a browser on a computer that is connected, copy the file to this one, ` +
    `and run: sweetspot ${command} download ${name} --from ${basename(new URL(url).pathname)}`
  )
}

function busy(fileName: string): StudioError {
  return new StudioError(
    'download/busy',
    `Another process is downloading ${fileName}. Wait until it is done, or stop it: what it has received is kept.`,
  )
}
