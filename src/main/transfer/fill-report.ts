import { StudioError } from '../../shared/errors'
import { reportSchema, type Report } from '../../shared/report'

const place = '<script type="application/json" id="report-data"></script>'

/**
 * The page of a report: the built template with the data put in. Opens anywhere, asks for nothing from the network.
 *
 * @param template the built `report.html`
 * @throws StudioError `internal` where the template has no place for the data
 */
export function fillReport(template: string, report: Report): string {
  const parts = template.split(place)
  if (parts.length !== 2) {
    throw new StudioError(
      'internal',
      `The template of reports has ${parts.length - 1} places for its data instead of one. Build Sweetspot again (npm run build).`,
    )
  }
  // A '<' in the data could end the script that holds them.
  const data = JSON.stringify(reportSchema.parse(report)).replaceAll('<', String.raw`\u003c`)
  return parts.join(place.replace('></script>', () => `>${data}</script>`))
}
