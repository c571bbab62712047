// The provider's published request schema, read for one thing: which width and height pairs the model takes. Tolerant
// in what it reads, strict in what it believes; a document that is not understood changes nothing.
import { BUILT_IN_CANVASES, type Canvas, type CanvasTable } from '#shared/domain/canvas'

export interface PixelPair {
  /** Pixels. */
  width: number
  /** Pixels. */
  height: number
}

const AREA_TOLERANCE = 0.12
const RATIO_TOLERANCE = 0.04
// Far beyond any schema of one model; a document that is larger is not one.
const NODES_MAX = 200_000
const DEPTH_MAX = 64

// What the service answers is not what it takes, and what it costs is no size.
const NOT_REQUESTS = new Set(['responses', 'responseSchema', 'x-pricing'])
const PAIR_WORDS = /(?<![\d.])(\d{2,5})\s?[x×*]\s?(\d{2,5})(?![\d.])/gi
const SIZE_KEY = /size|dimension|resolution/i

/** Every pair the document writes down, in its order: as fields, and in words. */
export function collectPairs(document: unknown): { stated: PixelPair[]; told: PixelPair[] } {
  const stated: PixelPair[] = []
  const told: PixelPair[] = []
  const waiting: { node: unknown; key: string; depth: number }[] = [{ node: document, key: '', depth: 0 }]
  for (const [seen, { node, key, depth }] of waiting.entries()) {
    if (seen >= NODES_MAX) break
    if (typeof node === 'string') told.push(...pairsInWords(node))
    else if (typeof node === 'object' && node !== null && depth < DEPTH_MAX) {
      stated.push(...pairsOfNode(node, key))
      for (const [name, child] of Object.entries(node)) {
        // The entries of a list belong to what the list is called.
        const called = Array.isArray(node) ? key : name
        if (!NOT_REQUESTS.has(name)) waiting.push({ node: child, key: called, depth: depth + 1 })
      }
    }
  }
  return { stated, told }
}

function pairsInWords(text: string): PixelPair[] {
  return [...text.matchAll(PAIR_WORDS)].map(([, width, height]) => ({
    width: Number(width),
    height: Number(height),
  }))
}

function pairsOfNode(node: object, key: string): PixelPair[] {
  if (Array.isArray(node)) {
    const [width, height] = node as unknown[]
    return node.length === 2 && SIZE_KEY.test(key) ? toPairs(width, height) : []
  }
  const properties = at(node, 'properties')
  const condition = at(at(node, 'if'), 'properties')
  const consequence = at(at(node, 'then'), 'properties')
  return [
    // { width: 1280, height: 720 }, as in an example.
    ...toPairs(at(node, 'width'), at(node, 'height')),
    // { properties: { width: { const: 1280 }, height: { const: 720 } } }
    ...toPairs(onlyValue(at(properties, 'width')), onlyValue(at(properties, 'height'))),
    // if width is 1280 then height is 720, or the other way round.
    ...toPairs(onlyValue(at(condition, 'width')), onlyValue(at(consequence, 'height'))),
    ...toPairs(onlyValue(at(consequence, 'width')), onlyValue(at(condition, 'height'))),
  ]
}

function toPairs(width: unknown, height: unknown): PixelPair[] {
  return typeof width === 'number' && typeof height === 'number' ? [{ width, height }] : []
}

/** The one value a schema allows; lists of several say nothing of which goes with which. */
function onlyValue(schema: unknown): unknown {
  const constant = at(schema, 'const')
  if (constant !== undefined) return constant
  for (const list of [at(schema, 'enum'), at(schema, 'oneOf'), at(schema, 'anyOf')]) {
    if (Array.isArray(list) && list.length === 1) {
      const [only] = list as unknown[]
      return typeof only === 'object' ? at(only, 'const') : only
    }
  }
  return undefined
}

function at(node: unknown, key: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined
  return Reflect.get(node, key)
}

/** The built-in row a pair is a size of, or undefined: a pair that is near none is not believed. */
export function rowOfPair({ width, height }: PixelPair): Canvas | undefined {
  const areLengths = [width, height].every((side) => Number.isSafeInteger(side) && side > 0)
  // No clip of 4:2:0 video has an odd side.
  if (!areLengths || width % 2 !== 0 || height % 2 !== 0) return undefined
  return BUILT_IN_CANVASES.find((row) => {
    const area = (width * height) / (row.width * row.height)
    const ratio = (width * row.height) / (height * row.width)
    return Math.abs(area - 1) <= AREA_TOLERANCE && Math.abs(ratio - 1) <= RATIO_TOLERANCE
  })
}

/**
 * The pairs of a document that can be believed, at most one for each tier and aspect: the first stated one, but the
 * built-in size where it is among them; what is only told where nothing is stated. Undefined when there is none.
 */
export function readPairs(document: unknown): PixelPair[] | undefined {
  const { stated, told } = collectPairs(document)
  const kept = new Map([...pickPairs(told), ...pickPairs(stated)])
  return kept.size > 0 ? [...kept.values()] : undefined
}

function pickPairs(pairs: readonly PixelPair[]): Map<Canvas, PixelPair> {
  const picked = new Map<Canvas, PixelPair>()
  for (const pair of pairs) {
    const row = rowOfPair(pair)
    if (!row) continue
    const isKnown = row.width === pair.width && row.height === pair.height
    if (!picked.has(row) || isKnown) picked.set(row, { width: pair.width, height: pair.height })
  }
  return picked
}

/** The built-in table with the pairs laid over it: what they name becomes `live`, the rest stays as it is. */
export function layOver(pairs: readonly PixelPair[]): CanvasTable {
  const believed = pickPairs(pairs)
  return BUILT_IN_CANVASES.map((row) => {
    const live = believed.get(row)
    return live ? { ...row, ...live, grade: 'live' as const } : row
  })
}
