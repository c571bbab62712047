// One attribute of every standard type, as bytes and as the value that has to come of them.
import { attribute, float, int, join, text } from './build-exr'

const float64 = (...values: number[]) => new Uint8Array(new Float64Array(values).buffer)
const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9]
const sixteen = [...nine, 10, 11, 12, 13, 14, 15, 16]
const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)

export const EVERY_ATTRIBUTE: readonly (readonly [name: string, type: string, bytes: Uint8Array])[] = [
  ['a', 'box2f', float(0, 0.5, 1, 2)],
  ['a2', 'box2i', int(-1, 2, 3, 4)],
  ['b', 'bytes', join(int(4), text('html'), Uint8Array.of(9, 8))],
  ['d', 'double', float64(0.1)],
  ['envmap', 'envmap', Uint8Array.of(1)],
  ['f', 'floatvector', float(1, 2.5, -3)],
  ['f2', 'float', float(0.5)],
  ['framesPerSecond', 'rational', int(24000, 1001)],
  ['h', 'int', int(-5)],
  ['i', 'm33d', float64(...nine)],
  ['j', 'm33f', float(...nine)],
  ['k', 'm44d', float64(...sixteen)],
  ['l', 'm44f', float(...sixteen)],
  ['keyCode', 'keycode', int(1, 2, 3, 4, 5, 4, 64)],
  ['preview', 'preview', join(int(2, 1), pixels)],
  ['n', 'stringvector', join(int(2), text('ab'), int(0), int(3), text('cde'))],
  ['o', 'v2d', float64(1, 2)],
  ['o2', 'v2f', float(1, 2)],
  ['p', 'v2i', int(1, -2)],
  ['q', 'v3d', float64(1, 2, 3)],
  ['r', 'v3f', float(1, 2, 3)],
  ['s', 'v3i', int(1, 2, 3)],
  ['t', 'string', text('Zürich')],
  ['timeCode', 'timecode', int(0x01234516 | 0x40, 7)],
  ['odd', 'vendorThing', Uint8Array.of(1, 2, 3)],
]

export const everyAttribute = (): Uint8Array[] =>
  EVERY_ATTRIBUTE.map(([name, type, bytes]) => attribute(name, type, bytes))
