/** What is used of cephes, whose own types cannot be found through its package.json. */
declare module 'cephes' {
  export function bdtr(successes: number, trials: number, probability: number): number
  export function chdtrc(degreesOfFreedom: number, x: number): number
  export function incbi(a: number, b: number, probability: number): number
  export function lgam(x: number): number
  export function ndtr(z: number): number
  export function ndtri(probability: number): number
  export function stdtr(degreesOfFreedom: number, t: number): number
  export function stdtri(degreesOfFreedom: number, probability: number): number
}
