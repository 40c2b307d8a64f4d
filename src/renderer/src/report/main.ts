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
mount(Report, { target: document.getElementById('app')!, props: { report } })
