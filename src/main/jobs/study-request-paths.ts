import { isAbsolute, join, relative, sep } from 'node:path'
import { z } from 'zod'

type Json = z.core.util.JSONType
type JsonObject = Readonly<Record<string, Json>>

/** Stands for the study's folder in stored requests, so that a copied study finds its own files. */
const studyPrefix = 'study:'

/** A request as it is stored: without what is undefined, and with paths inside the study relative to it. */
export function toStoredRequest(request: object, studyFolder: string): Record<string, Json> {
  return mapStrings(z.record(z.string(), z.json()).parse(withoutUndefined(request)), (text) => {
    if (!isAbsolute(text)) return text
    const inside = relative(studyFolder, text)
    if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return text
    return studyPrefix + inside.split(sep).join('/')
  })
}

/** The stored request with the paths of this machine. */
export function fromStoredRequest(request: JsonObject, studyFolder: string): Record<string, Json> {
  return mapStrings(request, (text) =>
    text.startsWith(studyPrefix) ? join(studyFolder, ...text.slice(studyPrefix.length).split('/')) : text,
  )
}

function withoutUndefined(value: object): unknown {
  return JSON.parse(JSON.stringify(value))
}

function mapStrings(object: JsonObject, change: (text: string) => string): Record<string, Json> {
  const map = (value: Json): Json => {
    if (typeof value === 'string') return change(value)
    if (Array.isArray(value)) return value.map(map)
    return typeof value === 'object' && value !== null ? mapStrings(value, change) : value
  }
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]))
}
