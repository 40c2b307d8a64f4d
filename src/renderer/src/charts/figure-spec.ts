import type { StimulusPick } from '../../../shared/rated-stimuli'
import type { ChartOf } from './export-figure'
import type { FigureTable } from './figure-table'

/** A figure as it is drawn, told and exported: the same in the studio and in reports. */
export interface FigureSpec {
  /** Unique among the figures of an analysis. */
  readonly title: string
  /** States method and n. */
  readonly caption: string
  /** Null for what is a table only. */
  readonly chart: ChartOf | null
  readonly table: FigureTable
  readonly heightPx?: number
  /** Which stimuli are behind a point, by its place among the chart's data. */
  readonly pickOfPoint?: (dataset: number, index: number) => StimulusPick | null
  /** Which stimuli are behind a row of the table. */
  readonly pickOfRow?: (row: number) => StimulusPick | null
}
