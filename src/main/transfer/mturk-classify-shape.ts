import { answerColumns, readBatch, stimulusColumn } from './mturk-batch'
import { quoted, quotedList } from './problem-list'
import type { ShapeReader } from './row-reader'

/** The answer column of "I don't know / none of the above". */
const noneChoice = 'none'

/**
 * "What do you see on the image?": `Input.image_url` is `<image>_<class>_<model>.png`, and each class has an answer
 * column. Names of images, classes and models may hold underscores, as the classes are known from the columns.
 */
export const mturkClassifyShape: ShapeReader = {
  recognises: (columns) => {
    const choices = answerColumns(columns).map(({ choice }) => choice)
    return columns.includes(stimulusColumn) && choices.length >= 3 && !choices.includes('alg1')
  },
  read: (context) => {
    const classes = answerColumns(context.table.columns)
      .map(({ choice }) => choice)
      .filter((choice) => choice !== noneChoice)
    return readBatch(context, (name, choice, record) => {
      const parts = classes.flatMap((className) => splitAround(name, className))
      if (parts.length === 1) {
        return { task: 'classify', ...parts[0]!, answer: choice === noneChoice ? null : choice }
      }
      const why = parts.length === 0 ? 'holds no class of the answer columns' : 'can be read in several ways'
      context.problems.add(
        record.line,
        stimulusColumn,
        `${quoted(name)} ${why}. It must be <image>_<class>_<model>, with the class one of ${quotedList(classes)}.`,
      )
      return null
    })
  },
}

function splitAround(
  name: string,
  className: string,
): { imageId: string; className: string; modelId: string }[] {
  const middle = `_${className}_`
  const at = name.indexOf(middle)
  if (at <= 0 || at + middle.length >= name.length) return []
  return [{ imageId: name.slice(0, at), className, modelId: name.slice(at + middle.length) }]
}
