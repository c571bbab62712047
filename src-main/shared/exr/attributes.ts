// The list of attributes of one part: name, type, size, value. Known types are read, others kept as bytes.
import { VALUE_READERS } from './attribute-values'
import type { ByteCursor } from './byte-cursor'
import { ExrError } from './exr-error'
import type { ExrAttribute, ExrTypeName, ExrValues, StandardAttribute } from './model'

const MAX_ATTRIBUTES = 4096

/** Reads up to and including the zero byte that ends the list. `longestName` is 31 or 255 bytes. */
export function readAttributes(cursor: ByteCursor, longestName: number): ExrAttribute[] {
  const byName = new Map<string, ExrAttribute>()
  for (;;) {
    const at = cursor.offset
    const name = cursor.name(longestName)
    if (name === '') return [...byName.values()]
    if (byName.size === MAX_ATTRIBUTES) {
      throw new ExrError('too-large', at, `A part has more than ${MAX_ATTRIBUTES} attributes.`)
    }
    const attribute = readAttribute(cursor, name, longestName)
    const earlier = byName.get(name)
    if (earlier && earlier.type !== attribute.type) {
      throw new ExrError('bad-attribute', at, `Attribute ${name} is there twice, with two types.`)
    }
    // As in OpenEXR, the later one counts.
    byName.set(name, attribute)
  }
}

function readAttribute(cursor: ByteCursor, name: string, longestName: number): ExrAttribute {
  const typeName = cursor.name(longestName)
  const sizeAt = cursor.offset
  const size = cursor.int32()
  if (size < 0) throw new ExrError('bad-attribute', sizeAt, `Attribute ${name} has a negative size.`)
  const place = { name, byteOffset: cursor.offset, byteLength: size }
  if (!isStandardType(typeName)) {
    return { ...place, type: 'opaque', typeName, value: cursor.bytes(size) }
  }
  const inside = cursor.take(size)
  const value = VALUE_READERS[typeName](inside, { size, longestName })
  if (!inside.isAtEnd) {
    throw new ExrError(
      'bad-attribute',
      place.byteOffset,
      `Attribute ${name} is no ${typeName} of ${size} bytes.`,
    )
  }
  // The reader chosen by the type's name gives that type's value; TypeScript cannot tie the two together here.
  return { ...place, type: typeName, value } as StandardAttribute
}

function isStandardType(typeName: string): typeName is ExrTypeName {
  return Object.hasOwn(VALUE_READERS, typeName)
}

/** The value of an attribute when it is there and has the type OpenEXR gives that name. */
export function findValue<Type extends ExrTypeName>(
  attributes: readonly ExrAttribute[],
  name: string,
  type: Type,
): ExrValues[Type] | null {
  const found = attributes.find((attribute) => attribute.name === name)
  return found?.type === type ? (found.value as ExrValues[Type]) : null
}

/** Throws `missing-attribute`, or `bad-attribute` when it has another type. */
export function requireValue<Type extends ExrTypeName>(
  attributes: readonly ExrAttribute[],
  name: string,
  type: Type,
  headerEnd: number,
): ExrValues[Type] {
  const found = attributes.find((attribute) => attribute.name === name)
  if (!found) throw new ExrError('missing-attribute', headerEnd, `The header has no ${name}.`)
  if (found.type !== type) {
    throw new ExrError('bad-attribute', found.byteOffset, `Attribute ${name} is not of type ${type}.`)
  }
  return found.value as ExrValues[Type]
}
