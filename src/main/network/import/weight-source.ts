import { StudioError } from '../../../shared/errors'

/** Weights of another program, read one tensor at a time, so that a large model is not held twice. */
export interface WeightSource {
  /** File name without its folder, for messages. */
  readonly fileName: string
  /** Shapes as the file states them, by the tensors' names. */
  readonly shapes: ReadonlyMap<string, readonly number[]>
  /** @throws StudioError `network/bad-weights` for a type that is no float, or a file that ends too early */
  read(name: string): Promise<Float32Array>
  close(): Promise<void>
}

/** The error for weights that do not fit a network; `what` is a clause about a tensor. */
export function misfit(fileName: string, network: string, what: string): StudioError {
  return new StudioError(
    'network/bad-weights',
    `The weights of ${fileName} do not fit ${network}: ${what}. Choose the architecture that they belong to, or get ` +
      'or convert the file again.',
  )
}

/** `[3, 3, 64]`, as messages show it. */
export function shown(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`
}
