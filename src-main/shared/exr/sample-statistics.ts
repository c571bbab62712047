// Statistics of each channel, gathered while its rows are in the module's memory.
import type { DecoderMemory } from './decoder-memory'
import type { SamplePlane } from './unpack-chunk'
import type { ExrWasm } from './wasm-module'

export interface ChannelStatistics {
  name: string
  /** Of the finite samples; Infinity and -Infinity when there are none. */
  minimum: number
  maximum: number
  sum: number
  nanCount: number
  infCount: number
  /** Finite samples below zero, and above one. */
  negativeCount: number
  aboveOneCount: number
  /** All samples. */
  count: number
}

export interface StatisticsGatherer {
  add(channel: number, plane: SamplePlane, row: number, first: number, count: number): void
  results(): ChannelStatistics[]
}

const BYTES = 64
const HALF = 1

/** `names` by the channels' indices in the file. */
export function createStatistics(
  wasm: ExrWasm,
  memory: DecoderMemory,
  names: ReadonlyMap<number, string>,
): StatisticsGatherer {
  const start = memory.reserve(names.size * BYTES)
  const places = new Map([...names.keys()].map((channel, index) => [channel, start + index * BYTES]))
  for (const at of places.values()) wasm.startStatistics(at)
  return {
    add: (channel, plane, row, first, count) => {
      const at = places.get(channel)
      if (at === undefined) return
      const from = plane.at + row * plane.stride + first * (plane.type === HALF ? 2 : 4)
      wasm.addToStatistics(at, plane.type, from, count)
    },
    results: () => {
      const view = memory.view()
      return [...places].map(([channel, at]) => ({
        name: names.get(channel) ?? '',
        minimum: view.getFloat64(at, true),
        maximum: view.getFloat64(at + 8, true),
        sum: view.getFloat64(at + 16, true),
        nanCount: view.getFloat64(at + 24, true),
        infCount: view.getFloat64(at + 32, true),
        negativeCount: view.getFloat64(at + 40, true),
        aboveOneCount: view.getFloat64(at + 48, true),
        count: view.getFloat64(at + 56, true),
      }))
    },
  }
}
