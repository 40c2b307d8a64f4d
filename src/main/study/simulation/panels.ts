import type { RaterProfile } from '../../../shared/trials/simulated-rater'
import type { Random } from '../../../shared/seeded-random'

export const panelNames = ['perfect', 'attentive', 'mixed', 'careless', 'random'] as const
export type PanelName = (typeof panelNames)[number]

/** A population from which simulated raters are drawn. */
interface Panel {
  readonly description: string
  /** The profile of one rater. */
  draw(random: Random): RaterProfile
}

const attentive = (random: Random): RaterProfile => ({
  skill: random.between(0.7, 0.95),
  equalBias: random.between(0.1, 0.4),
  unknownRate: random.between(0.3, 0.9),
  sideBias: random.between(-0.2, 0.2),
  carelessness: 0,
  lapseRate: random.between(0, 0.04),
  responseTime: {
    muMs: random.between(700, 1600),
    sigmaMs: random.between(100, 300),
    tauMs: random.between(400, 1500),
  },
})

const careless = (random: Random): RaterProfile => ({
  ...attentive(random),
  carelessness: random.between(0.5, 0.9),
})

const usualTimes = { muMs: 1000, sigmaMs: 200, tauMs: 800 }

/** Who may be simulated, from raters who never err to those who never look. */
export const panels = {
  perfect: {
    description: 'See all that there is to see and never slip: they agree on everything.',
    draw: () => ({
      skill: 1,
      equalBias: 0,
      unknownRate: 1,
      sideBias: 0,
      carelessness: 0,
      lapseRate: 0,
      responseTime: usualTimes,
    }),
  },
  attentive: { description: 'Look at every trial, with differing skill and habits.', draw: attentive },
  mixed: {
    description: 'Attentive, but one in ten hardly looks.',
    draw: (random) => (random.chance(0.1) ? careless(random) : attentive(random)),
  },
  careless: { description: 'Answer half of the trials or more without looking.', draw: careless },
  random: {
    description: 'Never look: their agreement is chance.',
    draw: () => ({
      skill: 0,
      equalBias: 0,
      unknownRate: 0,
      sideBias: 0,
      carelessness: 1,
      lapseRate: 0,
      responseTime: usualTimes,
    }),
  },
} as const satisfies Record<PanelName, Panel>
