import './fonts.css'
import { mount } from 'svelte'
import { reportSchema } from '../../../shared/report'
import '../styles/tokens.css'
import '../styles/base.css'
import './print.css'
import { fitChartsToPaper } from './fit-charts-to-paper'
import Report from './Report.svelte'

const data = document.getElementById('report-data')!.textContent
const report = reportSchema.parse(JSON.parse(data))
document.title = report.title
fitChartsToPaper()
// chart.js keeps the width that a label had at first: in another font, it would be cut off.
void document.fonts.load("12px 'Inter Variable'").finally(() => {
  mount(Report, { target: document.getElementById('app')!, props: { report } })
})
