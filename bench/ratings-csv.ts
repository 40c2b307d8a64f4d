import type { ColumnMapping } from '../src/shared/rating-import'
import { seededRandom } from '../src/shared/seeded-random'

const images = 2000
const models = ['cpr-1', 'cpr-2', 'cpr-4', 'cpr-8', 'cpr-32']
const ratingsPerItem = 10
const raters = 400
const classes = Array.from({ length: 10 }, (_, index) => `class ${index}`)

/** How many ratings the file has. */
export const csvRatings = images * models.length * ratingsPerItem

/** What its columns hold. */
export const csvMapping: ColumnMapping = {
  task: 'classify',
  rater: 'rater',
  item: 'item',
  image: 'image',
  className: 'class',
  model: 'model',
  answer: 'answer',
  time: 'ms',
  timeUnit: 'ms',
  noChoice: [],
}

/** A file of ratings of nobody, the same at each call. */
export function ratingsAsCsv(): string {
  const random = seededRandom(1, 'bench ratings')
  const lines = ['rater,item,image,class,model,answer,ms']
  for (let image = 0; image < images; image++) {
    const className = classes[image % classes.length]!
    for (const [place, model] of models.entries()) {
      for (let rating = 0; rating < ratingsPerItem; rating++) {
        const rater = (image * 7 + place * ratingsPerItem + rating) % raters
        const answer = random.chance(0.9 - 0.05 * place) ? className : random.pick(classes)
        const ms = Math.round(700 + 2500 * random.uniform())
        lines.push(
          `rater ${rater},image ${image} ${model},image ${image},${className},${model},${answer},${ms}`,
        )
      }
    }
  }
  return lines.join('\n')
}
