// What the module offers its driver. It imports nothing, keeps no state between calls but constant tables, and works
// in the memory the driver lays out from `heapStart` on.
export { unpackRle, unpackZip } from './lossless'
export { decodeBlocks, joinBytePlanes } from './dct-blocks'
export { decodeMeans } from './dct-means'
export { linearTable } from './dct-output'
export { logarithmTable, unpackB44Plane } from './b44'
export {
  blendChroma,
  chromaToColors,
  drawBackColors,
  measureSaturation,
  spreadChroma,
} from './luminance-chroma'
export { unpackHuffman } from './huffman'
export { inflate } from './inflate'
export { numbersToValues, undoWavelet, unpackPizNumbers } from './piz'
export { unpredict } from './predictor'
export { unpackPxr24Row } from './pxr24'
export { unpackRuns } from './run-lengths'
export { addToSums, interleaveFloats, interleaveHalves, scaleSums, toFloats, toHalves } from './rows'
export { addToStatistics, startStatistics } from './statistics'

/** The first byte that is the driver's. */
export function heapStart(): usize {
  return __heap_base
}
