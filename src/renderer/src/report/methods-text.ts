import type { StudyAnalysis } from '../../../shared/analysis-study'

/** What a reader of the report must know about how its numbers were made, a paragraph each. */
export function methodsText(analysis: StudyAnalysis): readonly string[] {
  return [agreementText(analysis), taskText(analysis), sweetSpotText(analysis), timesText(analysis)].filter(
    (paragraph) => paragraph !== '',
  )
}

const resampled = {
  units: 'items',
  raters: 'raters',
  both: 'items and raters, independently',
} as const

function agreementText({ agreement, options }: StudyAnalysis): string {
  const { metric } = agreement.overall
  const interval =
    options.replicates === 0
      ? ''
      : ` Its ${percent(options.level)} interval is the percentile interval of ${options.replicates} bootstrap resamples of ` +
        `${resampled[options.alphaResampling]} (seed ${options.seed}).`
  return (
    `Agreement is Krippendorff's alpha with ${metric} differences (Krippendorff 2019): a unit is an item, a coder a rater. ` +
    `Coded is: ${lowerFirst(agreement.coding)}. Items with one rating drop out, and of several ratings of one item by one ` +
    `rater the first counts.${interval} At least .800 is read as reliable, .667 to .800 as tentative, below as not reliable, ` +
    'and at most .1 as hardly better than chance.'
  )
}

function taskText({ task, options }: StudyAnalysis): string {
  const clustered =
    'with standard errors for crossed clusters of raters and images (Cameron, Gelbach and Miller 2011), since ratings of one ' +
    'rater, and of one image, are not independent'
  const holm = "p-values of several comparisons are corrected by Holm's method within each family."
  switch (task) {
    case 'classify':
      return (
        'Human accuracy is the share of ratings that name the true class; "I don\'t know" is not correct. Intervals are ' +
        `computed on the logit scale ${clustered}; Wilson's interval, which takes ratings as independent, and a bootstrap of ` +
        'raters and images stand beside them for comparison. Models are compared on the images that were rated for both: by ' +
        "the difference of accuracies with a clustered t test, and by McNemar's test of images that a majority recognises. " +
        holm
      )
    case 'pair':
      return (
        'The share of the first model among answers with a preference is tested against one half by a clustered t test, ' +
        `${clustered}, and by the exact binomial test; the chi-square of arXiv 2302.08878 stands beside them for comparison. ` +
        `All pairs together give log strengths in Davidson's model of preferences with ties (Davidson 1970). ${holm}`
      )
    case 'likert':
      return (
        `Mean ratings have intervals ${clustered}; medians have bootstrap intervals (${options.replicates} resamples). Models ` +
        "are compared by Friedman's test on images that were rated for all of them, or Kruskal and Wallis' test where there are " +
        `too few, and every two by Wilcoxon's signed-rank test. ${holm}`
      )
  }
}

function sweetSpotText({ sweetSpot, options }: StudyAnalysis): string {
  if (sweetSpot === null) return ''
  return (
    `The sweet spot compares the ${sweetSpot.measure} of each model with that of the least pruned one. Intervals are joint: ` +
    `all hold at once with ${percent(options.level)} confidence (max-t multiplier bootstrap over raters and images). A model is ` +
    'called better or worse where its interval excludes 0; otherwise the question is open, which is not the same as no difference.'
  )
}

function timesText({ responseTimes, options }: StudyAnalysis): string {
  if (responseTimes.measured === 0) return ''
  return (
    `Response times: ${lowerFirst(responseTimes.outlierRule)}. ${responseTimes.outliers} of ${responseTimes.measured} times ` +
    `were outliers. Answers below ${options.minimumResponseMs} ms count as too fast to have looked.`
  )
}

const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** Where the methods come from. */
export const references: readonly string[] = [
  'Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2011). Robust inference with multiway clustering. Journal of Business & Economic Statistics 29.',
  'Davidson, R. R. (1970). On extending the Bradley–Terry model to accommodate ties in paired comparison experiments. Journal of the American Statistical Association 65.',
  'Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6.',
  'Krippendorff, K. (2019). Content Analysis, 4th edition, chapter 12.',
  'Leys, C. et al. (2013). Detecting outliers: do not use standard deviation around the mean, use absolute deviation around the median. Journal of Experimental Social Psychology 49.',
  'Owen, A. B. (2007). The pigeonhole bootstrap. Annals of Applied Statistics 1.',
  'Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22.',
]
