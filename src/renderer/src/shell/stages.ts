import { studioOnly, supervising } from '../../../shared/roles'
import AnalysisPage from '../analysis/AnalysisPage.svelte'
import DevicesPage from '../devices/DevicesPage.svelte'
import SessionsPage from '../sessions/SessionsPage.svelte'
import { loadStudyState } from '../study/study-stage'
import StudyPage from '../study/StudyPage.svelte'
import type { Stage } from './stage'

/** In the order of the work: Study, Protocols, Plans, Sessions, Analysis, Devices. A stage is its page and its entry here. */
export const stages: readonly Stage[] = [
  {
    id: 'study',
    label: 'Study',
    purpose: 'What the study holds, and what to do next',
    icon: 'study',
    roles: studioOnly,
    page: StudyPage,
    state: { events: ['study.changed'], load: loadStudyState },
  },
  {
    id: 'sessions',
    label: 'Sessions',
    purpose: 'Let people rate, and watch how it goes',
    icon: 'people',
    roles: supervising,
    page: SessionsPage,
  },
  {
    id: 'analysis',
    label: 'Analysis',
    purpose: 'What the ratings say, and how sure that is',
    icon: 'analysis',
    roles: studioOnly,
    page: AnalysisPage,
    actions: [{ label: 'Import ratings', path: ['import'] }],
  },
  {
    id: 'devices',
    label: 'Devices',
    purpose: 'Where this machine computes',
    icon: 'processor',
    roles: studioOnly,
    page: DevicesPage,
  },
]
