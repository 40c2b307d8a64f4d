import { unknownSitePrefix } from '../../../shared/records/study-records'
import type { StudyStore } from '../../store/study-store'

/** The site that an imported rating names, by its name or its prefix; a new one where the study has none of the kind. */
export function importSite(study: StudyStore, site: string | null): string {
  const sites = study.sites.list()
  if (site === null) {
    const unknown = sites.find(({ prefix }) => prefix === unknownSitePrefix)
    return (unknown ?? study.sites.add({ name: 'Imported, site unknown', prefix: unknownSitePrefix })).id
  }
  const known = sites.find(({ name, prefix }) => name === site || prefix === site)
  const prefix = freePrefix(
    site,
    sites.map((each) => each.prefix),
  )
  return (known ?? study.sites.add({ name: site, prefix })).id
}

/** Up to eight capital letters and digits that no other site has. */
function freePrefix(site: string, taken: readonly string[]): string {
  const letters = site
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 8)
  const wanted = letters === '' ? 'SITE' : letters
  const isFree = (prefix: string): boolean => prefix !== unknownSitePrefix && !taken.includes(prefix)
  if (isFree(wanted)) return wanted
  for (let number = 2; ; number++) {
    const candidate = wanted.slice(0, 8 - String(number).length) + number
    if (isFree(candidate)) return candidate
  }
}
