import { countText } from '../../../shared/count-text'
import type { FirstLook, QualityLook } from '../../../shared/analysis-answer'
import type { StudyAnalysis } from '../../../shared/analysis-study'
import type { FigureSpec } from '../charts/figure-spec'
import type { NumberFormat } from '../charts/number-format'
import { accuracyFigures } from './accuracy-figures'
import { agreementFigures } from './agreement-figures'
import { confusionFigures } from './confusion-figures'
import { figureContext, type FigureContext } from './figure-context'
import { likertFigures } from './likert-figures'
import { preferenceFigures } from './preference-figures'
import { raterFigures } from './rater-figures'
import { sweetSpotFigures } from './sweet-spot-figures'
import { testFigures } from './test-figures'
import { timeFigures } from './time-figures'

/** A part of an analysis with its figures. */
export interface AnalysisSection {
  readonly id: string
  readonly title: string
  /** The question that it answers. */
  readonly question: string
  readonly figures: readonly FigureSpec[]
}

interface SectionKind extends Pick<AnalysisSection, 'id' | 'title' | 'question'> {
  readonly figuresOf: (context: FigureContext) => FigureSpec[]
}

/** In the order in which they are read. */
const kinds: readonly SectionKind[] = [
  {
    id: 'sweet-spot',
    title: 'Sweet spot',
    question: 'How far can the network be pruned before people understand its maps less?',
    figuresOf: (context) => sweetSpotFigures(context.analysis.sweetSpot, context),
  },
  {
    id: 'accuracy',
    title: 'Accuracy',
    question: 'How often do people recognise what is on the map?',
    figuresOf: accuracyFigures,
  },
  {
    id: 'confusion',
    title: 'Confusions',
    question: 'What do people see instead, and do they err as the model does?',
    figuresOf: confusionFigures,
  },
  {
    id: 'preferences',
    title: 'Preferences',
    question: 'Whose maps do people find more reasonable?',
    figuresOf: preferenceFigures,
  },
  {
    id: 'ratings',
    title: 'Ratings',
    question: 'How reasonable do people find the maps?',
    figuresOf: likertFigures,
  },
  {
    id: 'agreement',
    title: 'Agreement',
    question: 'Do raters see the same, so that their answers can be relied on?',
    figuresOf: agreementFigures,
  },
  { id: 'times', title: 'Times', question: 'How long do people take?', figuresOf: timeFigures },
  {
    id: 'raters',
    title: 'Raters',
    question: 'Who may not have looked, or not have cared?',
    figuresOf: (context) => raterFigures(context.analysis.raters, context),
  },
  {
    id: 'tests',
    title: 'Tests',
    question: 'Which differences are more than chance?',
    figuresOf: testFigures,
  },
]

/** All that an analysis has to show: the studio and reports draw the same. */
export function analysisSections(analysis: StudyAnalysis, format: NumberFormat): AnalysisSection[] {
  const context = figureContext(analysis, format)
  return kinds
    .map(({ figuresOf, ...section }) => ({ ...section, figures: figuresOf(context) }))
    .filter(({ figures }) => figures.length > 0)
}

/** What can be drawn before the rest is computed: the sweet spot. Empty where models have no rates. */
export function firstSections({ sweetSpot, data }: FirstLook, format: NumberFormat): AnalysisSection[] {
  const { id, title, question } = kinds[0]!
  return [
    {
      id,
      title,
      question,
      figures: sweetSpotFigures(sweetSpot, { format, n: `n = ${countText(data.ratings, 'rating')}.` }),
    },
  ]
}

/** What may be seen while effects are hidden. */
export function qualitySections({ raters, data }: QualityLook, format: NumberFormat): AnalysisSection[] {
  const { id, title, question } = kinds.find((kind) => kind.id === 'raters')!
  return [
    {
      id,
      title,
      question,
      figures: raterFigures(raters, { format, n: `n = ${countText(data.ratings, 'rating')}.` }),
    },
  ]
}
