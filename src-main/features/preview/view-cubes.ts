// What the .cube files of the filter graphs hold, made from the views' own description. Pure: text from numbers.
import { falseColor } from '#shared/domain/color/false-color'
import { SHAPER, toCells } from '#shared/domain/color/shaper'
import { decode, encode } from '#shared/domain/color/transfers'
import { changeTransfer } from '#shared/domain/color/view-chain'
import type { ViewTable } from '#shared/domain/color/view-table'
import type { View } from '#shared/domain/color/views'
import { SHAPER_NITS } from './view-graph'

/** The largest half: what lies beyond is cut off. */
const MOST = 65504

export const CLAMP_CUBE = twoPoints(MOST)
export const MINUS_CUBE = twoPoints(-MOST)

// ffmpeg's lut1d reads DOMAIN_MAX and takes DOMAIN_MIN for 0, whatever it says.
function twoPoints(last: number): string {
  const triple = (value: number): string => `${value} ${value} ${value}`
  return ['LUT_1D_SIZE 2', 'DOMAIN_MIN 0 0 0', `DOMAIN_MAX ${triple(MOST)}`, '0 0 0', triple(last), ''].join(
    '\n',
  )
}

type Triple = readonly [number, number, number]

/** `make` is asked for evenly spaced values 0…1. */
function oneDimensional(points: number, make: (value: number) => number | Triple): string {
  const lines = [`LUT_1D_SIZE ${points}`]
  for (let at = 0; at < points; at++) {
    const made = make(at / (points - 1))
    const [r, g, b] = typeof made === 'number' ? [made, made, made] : made
    lines.push(`${r.toFixed(9)} ${g.toFixed(9)} ${b.toFixed(9)}`)
  }
  return `${lines.join('\n')}\n`
}

const CURVE_POINTS = 16384
/** Linear light of the PQ codes that the graphs make of it. */
const lightOf = (pqCode: number): number => decode('pq', pqCode) / SHAPER_NITS
const clip = (code: number): number => Math.min(1, Math.max(0, code))

export const shaperCube = (): string =>
  oneDimensional(CURVE_POINTS, (code) => toCells(lightOf(code)) / (SHAPER.size - 1))

/** The view's curve by name, and the text when asked; null where it has none. */
export function viewCurve({ chain, display }: View): { name: string; make: () => string } | null {
  switch (chain.kind) {
    case 'raw':
      return null
    case 'falseColor': {
      // Read by the nearest point, so that bands have edges.
      const band = (code: number): Triple => {
        const [r, g, b] = falseColor(lightOf(code))
        return [r / 255, g / 255, b / 255]
      }
      return { name: 'false-color', make: () => oneDimensional(65536, band) }
    }
    case 'formula': {
      const { transfer } = chain
      const make = () => oneDimensional(CURVE_POINTS, (code) => clip(encode(transfer, lightOf(code))))
      return { name: `light-${transfer}`, make }
    }
    case 'table': {
      const recode = changeTransfer(chain.tableTransfer, display.transfer)
      if (!recode) return null
      const make = () => oneDimensional(CURVE_POINTS, (code) => clip(recode(code)))
      return { name: `${chain.tableTransfer}-${display.transfer}`, make }
    }
  }
}

/** A view's table as the text of a .cube, a slice at a time so that nothing else has to wait. */
export async function tableCube(table: ViewTable): Promise<string> {
  const { size } = SHAPER
  const code = (at: number): string => ((table[at] ?? 0) / 65535).toFixed(6)
  const slices = [`LUT_3D_SIZE ${size}\n`]
  for (let blue = 0; blue < size; blue++) {
    let slice = ''
    for (let point = blue * size * size; point < (blue + 1) * size * size; point++) {
      slice += `${code(point * 3)} ${code(point * 3 + 1)} ${code(point * 3 + 2)}\n`
    }
    slices.push(slice)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return slices.join('')
}
