import { studioOnly, supervising } from '../../../shared/roles'
import AnalysisPage from '../analysis/AnalysisPage.svelte'
import DevicesPage from '../devices/DevicesPage.svelte'
import PlansPage from '../plans/PlansPage.svelte'
import ProtocolsPage from '../protocols/ProtocolsPage.svelte'
import SessionsPage from '../sessions/SessionsPage.svelte'
import StudyPage from '../study/StudyPage.svelte'
import {
  analysisProgress,
  plansProgress,
  protocolsProgress,
  sessionsProgress,
  studyProgress,
} from './stage-progress'
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
    progress: studyProgress,
  },
  {
    id: 'protocols',
    label: 'Protocols',
    purpose: 'What people see, and what an answer means',
    icon: 'protocol',
    roles: studioOnly,
    page: ProtocolsPage,
    progress: protocolsProgress,
    actions: [{ label: 'New protocol', path: ['new'] }],
  },
  {
    id: 'plans',
    label: 'Plans',
    purpose: 'Who rates what, fixed before anyone sits down',
    icon: 'plan',
    roles: studioOnly,
    page: PlansPage,
    progress: plansProgress,
    actions: [{ label: 'Make a plan', path: ['new'] }],
  },
  {
    id: 'sessions',
    label: 'Sessions',
    purpose: 'Let people rate, and watch how it goes',
    icon: 'people',
    roles: supervising,
    page: SessionsPage,
    progress: sessionsProgress,
    actions: [
      { label: 'Start a session', path: ['new'] },
      { label: 'Print participant codes', path: ['codes'] },
      { label: 'Set up desks and the PIN', path: ['desks'] },
    ],
  },
  {
    id: 'analysis',
    label: 'Analysis',
    purpose: 'What the ratings say, and how sure that is',
    icon: 'analysis',
    roles: studioOnly,
    page: AnalysisPage,
    progress: analysisProgress,
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
