/**
 * Okabe and Ito's colours, told apart by people with any form of colour blindness (jfly.uni-koeln.de/color). Yellow
 * and black are left out: one is too faint on white, the other invisible in the dark theme.
 */
export const palette = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#D55E00', '#56B4E9'] as const

/** The colour of the n-th series; a model keeps its place in every figure, and so its colour. */
export function seriesColour(index: number): string {
  return palette[index % palette.length]!
}
