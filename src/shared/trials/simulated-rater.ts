import { z } from 'zod'
import { hash32 } from '../random'

/**
 * How a simulated rater behaves. Whatever it answers is labelled as simulated wherever it is stored or shown.
 */
export const raterProfileSchema = z.strictObject({
  /** 0: sees nothing in a map; 1: always sees what there is to see. */
  skill: z.number().min(0).max(1),
  /** Probability of "both equally" when two maps are equally good. */
  equalBias: z.number().min(0).max(0.95),
  /** Probability of "I don't know" when nothing was recognised; the others guess. */
  unknownRate: z.number().min(0).max(1),
  /** Log-odds in favour of the left picture. */
  sideBias: z.number().min(-5).max(5),
  /** Share of trials answered at once, without looking. */
  carelessness: z.number().min(0).max(1),
  /** Share of trials in which someone who looked presses any key. */
  lapseRate: z.number().min(0).max(1),
  /**
   * Ex-Gaussian, the sum of a normal (mean mu, deviation sigma) and an exponential variable (mean tau): Hohle 1965;
   * Luce, Response Times, 1986.
   */
  responseTime: z.strictObject({
    muMs: z.number().min(100).max(60_000),
    sigmaMs: z.number().min(0).max(20_000),
    tauMs: z.number().min(0).max(60_000),
  }),
})
export type RaterProfile = z.infer<typeof raterProfileSchema>

export interface SimulatedRater {
  readonly profile: RaterProfile
}

/** What is known of a picture that a simulated rater looks at. */
export const stimulusEvidenceSchema = z.strictObject({
  /** The host's own name of the picture. */
  picture: z.string().min(1),
  /** 0 to 1, the share of the map's positive values that lies on the object; null where the object is not known. */
  energyInside: z.number().min(0).max(1).nullable(),
  /** Whether the model behind the map was right; null where that is not known. */
  isModelCorrect: z.boolean().nullable(),
})
export type StimulusEvidence = z.infer<typeof stimulusEvidenceSchema>

/** Nobody answers a stimulus faster than this. */
const fastestResponseMs = 150

/** A careless answer takes about this share of the usual time. */
const carelessTimeShare = 0.25

/**
 * How much there is to see in a picture, 0 to 1: the energy inside the object, halved where the model was wrong.
 * Where that is not known, a number that belongs to the picture, so that all raters agree on what is easy.
 */
export function visibleEvidence({ picture, energyInside, isModelCorrect }: StimulusEvidence): number {
  const known = energyInside ?? (hash32(picture) >>> 0) / 2 ** 32
  return isModelCorrect === false ? known / 2 : known
}

/**
 * Probability of recognising the object, by a Weibull function of slope 1 (Quick 1974: independent glimpses):
 * 1 - (1 - skill)^(2 evidence), which is the rater's skill at middling evidence. Some is always visible.
 */
export function recognitionProbability(skill: number, evidence: number): number {
  return 1 - (1 - skill) ** (2 * Math.max(evidence, 0.02))
}

/** How a simulated rater meets one trial. */
export type Attention = 'looks' | 'lapses' | 'careless'

export function drawAttention({ profile }: SimulatedRater, uniform: () => number): Attention {
  if (uniform() < profile.carelessness) return 'careless'
  return uniform() < profile.lapseRate ? 'lapses' : 'looks'
}

/** Time to an answer, from the moment at which answering is possible, in ms. */
export function drawResponseMs(
  { profile }: SimulatedRater,
  attention: Attention,
  uniform: () => number,
): number {
  const { muMs, sigmaMs, tauMs } = profile.responseTime
  const exponential = -tauMs * Math.log(1 - uniform())
  const timeMs = muMs + sigmaMs * drawNormal(uniform) + exponential
  return Math.max(fastestResponseMs, attention === 'careless' ? timeMs * carelessTimeShare : timeMs)
}

/** Standard normal, by Box and Muller's transform. */
export function drawNormal(uniform: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
  return radius * Math.cos(2 * Math.PI * uniform())
}
