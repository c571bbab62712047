// An attribute's plain value back into its bytes, one writer for each standard type: the mirror of attribute-values.
import { joinBytes, packBytes, packFloat32, packFloat64, packInt32, packName, packText } from './byte-packing'
import { ExrError } from './exr-error'
import {
  COMPRESSIONS,
  LEVEL_MODES,
  LEVEL_ROUNDINGS,
  LINE_ORDERS,
  PIXEL_TYPES,
  type Box,
  type ExrAttribute,
  type ExrTypeName,
  type ExrValues,
  type Point,
  type Point3,
} from './model'

type ValueWriters = { [Type in ExrTypeName]: (value: ExrValues[Type]) => Uint8Array }

export const VALUE_WRITERS: ValueWriters = {
  box2f: (box) => packFloat32(...corners(box)),
  box2i: (box) => packInt32(...corners(box)),
  bytes: (bytes) => bytes,
  chlist: (channels) =>
    joinBytes(
      ...channels.map(({ name, pixelType, isPerceptuallyLinear, xSampling, ySampling }) =>
        joinBytes(
          packName(name),
          packInt32(PIXEL_TYPES.indexOf(pixelType)),
          packBytes(isPerceptuallyLinear ? 1 : 0, 0, 0, 0),
          packInt32(xSampling, ySampling),
        ),
      ),
      packBytes(0),
    ),
  chromaticities: ({ red, green, blue, white }) => packFloat32(...[red, green, blue, white].flatMap(toXy)),
  compression: (name) => packBytes(COMPRESSIONS.indexOf(name)),
  deepImageState: (state) => packBytes(state),
  double: (value) => packFloat64(value),
  envmap: (kind) => packBytes(kind),
  float: (value) => packFloat32(value),
  floatvector: (values) => packFloat32(...values),
  idmanifest: (bytes) => bytes,
  int: (value) => packInt32(value),
  keycode: (numbers) => packInt32(...numbers),
  lineOrder: (name) => packBytes(LINE_ORDERS.indexOf(name)),
  m33d: (values) => packFloat64(...values),
  m33f: (values) => packFloat32(...values),
  m44d: (values) => packFloat64(...values),
  m44f: (values) => packFloat32(...values),
  preview: ({ width, height, pixels }) => joinBytes(packInt32(width, height), pixels),
  rational: ([numerator, denominator]) => packInt32(numerator, denominator),
  string: (text) => packText(text),
  stringvector: (texts) =>
    joinBytes(
      ...texts.flatMap((text) => {
        const bytes = packText(text)
        return [packInt32(bytes.length), bytes]
      }),
    ),
  tiledesc: ({ width, height, levelMode, rounding }) =>
    joinBytes(
      packInt32(width, height),
      packBytes(LEVEL_MODES.indexOf(levelMode) | (LEVEL_ROUNDINGS.indexOf(rounding) << 4)),
    ),
  timecode: ({ timeAndFlags, userData }) => packInt32(timeAndFlags, userData),
  v2d: (point) => packFloat64(...toXy(point)),
  v2f: (point) => packFloat32(...toXy(point)),
  v2i: (point) => packInt32(...toXy(point)),
  v3d: (point) => packFloat64(...toXyz(point)),
  v3f: (point) => packFloat32(...toXyz(point)),
  v3i: (point) => packInt32(...toXyz(point)),
}

const toXy = ({ x, y }: Point): number[] => [x, y]
const toXyz = ({ x, y, z }: Point3): number[] => [x, y, z]
const corners = ({ min, max }: Box): number[] => [min.x, min.y, max.x, max.y]

/** What is written of an attribute; where it lay in a file does not matter. */
export type WrittenAttribute =
  | { [Type in ExrTypeName]: { name: string; type: Type; value: ExrValues[Type] } }[ExrTypeName]
  | { name: string; type: 'opaque'; typeName: string; value: Uint8Array }

/** Name, type, size and value as they stand in a header. Throws `bad-attribute` for a name no file can hold. */
export function packAttribute(attribute: WrittenAttribute | ExrAttribute): Uint8Array {
  const { name } = attribute
  const typeName = attribute.type === 'opaque' ? attribute.typeName : attribute.type
  for (const text of [name, typeName]) {
    const length = packText(text).length
    if (length < 1 || length > 255 || text.includes('\0')) {
      throw new ExrError('bad-attribute', 0, 'A name has 1 to 255 bytes and no zero among them.')
    }
  }
  const value = packValue(attribute)
  return joinBytes(packName(name), packName(typeName), packInt32(value.length), value)
}

function packValue(attribute: WrittenAttribute | ExrAttribute): Uint8Array {
  if (attribute.type === 'opaque') return attribute.value
  // The writer chosen by the type's name takes that type's value; TypeScript cannot tie the two together here.
  const write = VALUE_WRITERS[attribute.type] as (value: ExrValues[ExrTypeName]) => Uint8Array
  return write(attribute.value)
}

/** Whether a file that holds it must set the flag for long names. */
export function hasLongName(attribute: WrittenAttribute | ExrAttribute): boolean {
  const names = [attribute.name, attribute.type === 'opaque' ? attribute.typeName : '']
  if (attribute.type === 'chlist') names.push(...attribute.value.map(({ name }) => name))
  return names.some((name) => packText(name).length > 31)
}
