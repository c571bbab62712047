// ASC CDL v1.2: reading .cdl, .cc and .ccc, and the arithmetic. Pure; knows no color space (looks.ts does).

type Rgb = readonly [number, number, number]

export interface Cdl {
  slope: Rgb
  offset: Rgb
  power: Rgb
  saturation: number
}

/** Says in a sentence what is wrong with a grade or LUT file. */
export class LookFileError extends Error {}

const MOST_CHARACTERS = 1_000_000

/**
 * The one correction of a file, or the one with `id` of several. What a file leaves out changes nothing.
 * Throws LookFileError.
 */
export function parseCdl(text: string, id?: string): Cdl {
  if (text.length > MOST_CHARACTERS) throw new LookFileError('This is too large for an ASC CDL.')
  const body = text.replace(/<!--[\s\S]*?-->/g, '')
  const corrections = [...body.matchAll(/<ColorCorrection\b([^>]*)>([\s\S]*?)<\/ColorCorrection\s*>/g)].map(
    ([, attributes = '', content = '']) => ({
      id: /\bid\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? null,
      content,
    }),
  )
  if (corrections.length === 0) throw new LookFileError('There is no ColorCorrection in this file.')
  const chosen = id === undefined ? corrections : corrections.filter((each) => each.id === id)
  const [first, second] = chosen
  if (!first) throw new LookFileError(`There is no ColorCorrection named ${id ?? ''} in this file.`)
  if (second) {
    const names = corrections.map((each) => each.id ?? 'without a name').join(', ')
    throw new LookFileError(`This file holds several ColorCorrections (${names}); name one.`)
  }
  return toCdl(first.content)
}

function toCdl(content: string): Cdl {
  const numbers = (tag: string, count: number, neutral: number): number[] => {
    const found = new RegExp(`<${tag}\\s*>([^<]*)</${tag}\\s*>`).exec(content)
    if (!found) {
      if (new RegExp(`<${tag}\\b`).test(content)) throw new LookFileError(`${tag} cannot be read.`)
      return Array.from({ length: count }, () => neutral)
    }
    const values = (found[1] ?? '').trim().split(/\s+/).map(toNumber)
    if (values.length !== count || !values.every(Number.isFinite)) {
      throw new LookFileError(`${tag} needs ${count === 1 ? 'one number' : `${count} numbers`}.`)
    }
    return values
  }
  const triple = (tag: string, neutral: number): Rgb => {
    const [r = neutral, g = neutral, b = neutral] = numbers(tag, 3, neutral)
    return [r, g, b]
  }
  const cdl: Cdl = {
    slope: triple('Slope', 1),
    offset: triple('Offset', 0),
    power: triple('Power', 1),
    saturation: numbers('Saturation', 1, 1)[0] ?? 1,
  }
  if (Math.min(...cdl.slope) < 0) throw new LookFileError('Slope must not be negative.')
  if (Math.min(...cdl.power) <= 0) throw new LookFileError('Power must be above 0.')
  if (cdl.saturation < 0) throw new LookFileError('Saturation must not be negative.')
  return cdl
}

const toNumber = (text: string): number =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN

/**
 * Slope, offset, power, then saturation around Rec.709 luma, without cutting to 0…1: log codes go beyond both, and a
 * negative value has no power of its own, so it stays. As OpenColorIO's CDL without clamping.
 */
export function applyCdl(
  { slope, offset, power, saturation }: Cdl,
  [r, g, b]: Rgb,
): [number, number, number] {
  const grade = (value: number, channel: 0 | 1 | 2): number => {
    const moved = value * slope[channel] + offset[channel]
    return moved < 0 ? moved : moved ** power[channel]
  }
  const [gr, gg, gb] = [grade(r, 0), grade(g, 1), grade(b, 2)]
  const luma = 0.2126 * gr + 0.7152 * gg + 0.0722 * gb
  const saturate = (value: number): number => luma + saturation * (value - luma)
  return [saturate(gr), saturate(gg), saturate(gb)]
}
