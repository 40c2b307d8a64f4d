/** One axis of a parameter along which channels lie. */
export interface ChannelAxis {
  /** The parameter's name in the network. */
  readonly parameter: string
  readonly shape: readonly number[]
  /**
   * Index into `shape`. Position i along it belongs to channel i mod the number of channels: a feature map that was
   * flattened before a dense layer has its channels last.
   */
  readonly axis: number
}

/**
 * The output channels of one layer, with every parameter that goes when one of them goes. What makes a channel are its
 * producer and its companions; with all of them at zero the channel is zero for any image, and its consumers may
 * forget it.
 */
export interface ChannelGroup {
  readonly channels: number
  /** The kernel whose last axis these channels are: its filters, or the units of a dense layer. */
  readonly producer: ChannelAxis
  /** Bias, batch normalisation and depthwise kernels between producer and consumers. */
  readonly companions: readonly ChannelAxis[]
  /** The averages of batch normalisation: they belong to a channel, but are not trained and need not be zero. */
  readonly averages: readonly ChannelAxis[]
  /** The kernels that read the channels. */
  readonly consumers: readonly ChannelAxis[]
}

/** The trained parameters that are zero where a channel of the group was removed. */
export function axesOf({ producer, companions, consumers }: ChannelGroup): readonly ChannelAxis[] {
  return [producer, ...companions, ...consumers]
}

/** Number of elements of a parameter. */
export function elementCount({ shape }: ChannelAxis): number {
  return shape.reduce((product, edge) => product * edge, 1)
}

/**
 * Goes through a parameter in runs of elements that belong to one channel, in order.
 * @param visit gets the channel, and the run's first element and the one after its last
 */
export function visitRuns(
  { shape, axis }: ChannelAxis,
  channels: number,
  visit: (channel: number, start: number, end: number) => void,
): void {
  const length = shape[axis]!
  const inner = shape.slice(axis + 1).reduce((product, edge) => product * edge, 1)
  const rows = shape.slice(0, axis + 1).reduce((product, edge) => product * edge, 1)
  for (let row = 0; row < rows; row++) visit((row % length) % channels, row * inner, (row + 1) * inner)
}
