// A user's .cube (Adobe Cube LUT 1.0): reading it strictly, and looking a color up. Pure.
import { LookFileError } from './cdl'

type Rgb = readonly [number, number, number]

export interface CubeLut {
  kind: '1D' | '3D'
  size: number
  domainMin: Rgb
  domainMax: Rgb
  /** Three values a point; of a 3D LUT red changes fastest. */
  points: Float32Array
}

const MOST_1D = 65536
const MOST_3D = 129
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Throws LookFileError naming the line. */
export function parseCube(text: string): CubeLut {
  let kind: CubeLut['kind'] | null = null
  let size = 0
  let domainMin: Rgb = [0, 0, 0]
  let domainMax: Rgb = [1, 1, 1]
  let points = new Float32Array(0)
  let count = 0
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  lines.forEach((raw, index) => {
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || /^TITLE\b/i.test(line)) return
    const words = line.split(/\s+/)
    const wrong = (what: string) => new LookFileError(`Line ${index + 1}: ${what}`)
    const keyword = (words[0] ?? '').toUpperCase()
    if (keyword === 'LUT_1D_SIZE' || keyword === 'LUT_3D_SIZE') {
      if (kind) throw wrong('the size is given twice.')
      kind = keyword === 'LUT_1D_SIZE' ? '1D' : '3D'
      const most = kind === '1D' ? MOST_1D : MOST_3D
      size = words.length === 2 && /^\d+$/.test(words[1] ?? '') ? Number(words[1]) : NaN
      if (!(size >= 2 && size <= most)) throw wrong(`the size is a number of 2 to ${most}.`)
      points = new Float32Array(3 * (kind === '1D' ? size : size ** 3))
    } else if (keyword === 'DOMAIN_MIN' || keyword === 'DOMAIN_MAX') {
      const triple = toTriple(words.slice(1))
      if (!triple) throw wrong(`${keyword} needs three numbers.`)
      if (keyword === 'DOMAIN_MIN') domainMin = triple
      else domainMax = triple
    } else if (/^[A-Z]/.test(keyword)) {
      throw wrong(`${words[0] ?? ''} is not understood.`)
    } else {
      const triple = toTriple(words)
      if (!triple) throw wrong('three numbers are needed.')
      if (!kind) throw wrong('a color stands before the size.')
      if (count * 3 >= points.length) throw wrong('there are more colors than the size says.')
      points.set(triple, 3 * count)
      count += 1
    }
  })
  if (!kind) throw new LookFileError('There is no LUT_1D_SIZE or LUT_3D_SIZE in this file.')
  if (count * 3 < points.length) {
    throw new LookFileError(`There are ${count} colors; the size says ${points.length / 3}.`)
  }
  if (!domainMin.every((low, channel) => low < (domainMax[channel] ?? NaN))) {
    throw new LookFileError('DOMAIN_MAX must lie above DOMAIN_MIN.')
  }
  return { kind, size, domainMin, domainMax, points }
}

function toTriple(words: readonly string[]): Rgb | null {
  const [r, g, b, more] = words.map((word) => (NUMBER.test(word) ? Number(word) : NaN))
  if (r === undefined || g === undefined || b === undefined || more !== undefined) return null
  return Number.isFinite(r + g + b) ? [r, g, b] : null
}

/** What lies outside the domain takes the value at its edge. 3D is read tetrahedrally. */
export function applyCube(lut: CubeLut, color: Rgb): [number, number, number] {
  const place = (channel: 0 | 1 | 2): number => {
    const [low, high] = [lut.domainMin[channel], lut.domainMax[channel]]
    return Math.min(1, Math.max(0, (color[channel] - low) / (high - low))) * (lut.size - 1)
  }
  const places: Rgb = [place(0), place(1), place(2)]
  return lut.kind === '1D' ? alongLines(lut, places) : insideCube(lut, places)
}

function alongLines({ points, size }: CubeLut, places: Rgb): [number, number, number] {
  const read = (channel: 0 | 1 | 2): number => {
    const low = Math.min(size - 2, Math.floor(places[channel]))
    const part = places[channel] - low
    return (points[3 * low + channel] ?? 0) * (1 - part) + (points[3 * low + 3 + channel] ?? 0) * part
  }
  return [read(0), read(1), read(2)]
}

function insideCube({ points, size }: CubeLut, places: Rgb): [number, number, number] {
  const low = places.map((place) => Math.min(size - 2, Math.floor(place)))
  const steps = [3, 3 * size, 3 * size * size]
  const axes = places
    .map((place, axis) => ({ part: place - (low[axis] ?? 0), step: steps[axis] ?? 0 }))
    .sort((a, b) => b.part - a.part)
  let at = low.reduce((sum, cell, axis) => sum + cell * (steps[axis] ?? 0), 0)
  let before = 1
  const sum: [number, number, number] = [0, 0, 0]
  const add = (weight: number): void => {
    for (const channel of [0, 1, 2] as const) sum[channel] += weight * (points[at + channel] ?? 0)
  }
  for (const { part, step } of axes) {
    add(before - part)
    at += step
    before = part
  }
  add(before)
  return sum
}
