import { answerColumns, readBatch, stimulusColumn } from './mturk-batch'
import { quoted } from './problem-list'
import type { ShapeReader } from './row-reader'

/**
 * "Decide which algorithm is more reasonable": `Input.image_url` is `<image>_<left model>_<class>_<right model>.png`,
 * and the answers are `alg1` (left), `alg2` (right) and `none` (both equally).
 */
export const mturkPairShape: ShapeReader = {
  recognises: (columns) => {
    const choices = answerColumns(columns).map(({ choice }) => choice)
    const wanted = ['alg1', 'alg2', 'none']
    return (
      columns.includes(stimulusColumn) &&
      choices.length === wanted.length &&
      wanted.every((choice) => choices.includes(choice))
    )
  },
  read: (context) =>
    readBatch(context, (name, choice, record) => {
      const parts = splitPairName(name, context.options.modelNames)
      if (!parts) {
        context.problems.add(
          record.line,
          stimulusColumn,
          `${quoted(name)} is not <image>_<left model>_<class>_<right model>. If names hold underscores, give the names of the models.`,
        )
        return null
      }
      if (parts.leftModelId === parts.rightModelId) {
        context.problems.add(record.line, stimulusColumn, `${quoted(name)} compares a model with itself.`)
        return null
      }
      const answers: Record<string, string | null> = { alg1: parts.leftModelId, alg2: parts.rightModelId }
      return { task: 'pair', ...parts, answer: answers[choice] ?? null }
    }),
}

interface PairName {
  readonly imageId: string
  readonly leftModelId: string
  readonly className: string
  readonly rightModelId: string
}

/** Null where the name has not four parts, or with given models not exactly one reading. */
function splitPairName(name: string, modelNames: readonly string[]): PairName | null {
  const [imageId, leftModelId, className, rightModelId, ...more] = name.split('_')
  if (more.length === 0 && imageId && leftModelId && className && rightModelId) {
    return { imageId, leftModelId, className, rightModelId }
  }
  const readings = modelNames.flatMap((left) => {
    const at = name.indexOf(`_${left}_`)
    if (at <= 0) return []
    const rest = name.slice(at + left.length + 2)
    return modelNames
      .filter((right) => rest.length > right.length + 1 && rest.endsWith(`_${right}`))
      .map((right) => ({
        imageId: name.slice(0, at),
        leftModelId: left,
        className: rest.slice(0, -right.length - 1),
        rightModelId: right,
      }))
  })
  return readings.length === 1 ? readings[0]! : null
}
