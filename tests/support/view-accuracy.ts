// How far a view's codes lie from OpenColorIO's: one row of figures a view, as a table in the test output.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { AP0, AP1, conversionMatrix, P3_D65, REC2020, transform } from '#shared/domain/color-matrix'
import { decode, hlgToNits } from '#shared/domain/color/transfers'
import { unpackTable, type ViewTable } from '#shared/domain/color/view-table'
import type { View } from '#shared/domain/color/views'
import { labDifference, lightDifferenceItp, linearToLab, type Rgb } from './color-difference'

const LUT_FOLDER = resolve(import.meta.dirname, '../../assets/luts')
const FIXTURE = resolve(import.meta.dirname, '../fixtures/color/ocio-views.json')

export type OcioAnswers = Record<string, Rgb[] | undefined> & { in: Rgb[]; neutrals: number }

export const readOcioAnswers = (): OcioAnswers => JSON.parse(readFileSync(FIXTURE, 'utf8')) as OcioAnswers

export function readTable(view: View): ViewTable | null {
  if (view.chain.kind !== 'table') return null
  return unpackTable(gunzipSync(readFileSync(resolve(LUT_FOLDER, 'tables', `${view.chain.table}.gz`))))
}

const clamp = (codes: Rgb): Rgb => codes.map((code) => Math.min(1, Math.max(0, code))) as unknown as Rgb

/** ΔE2000 for SDR displays, ΔE-ITP for HDR displays, of codes clamped to 0…1. */
export function displayDifference({ display }: View, first: Rgb, second: Rgb): number {
  const { transfer, primaries } = display
  const [one, other] = [clamp(first), clamp(second)]
  const light = (codes: Rgb): Rgb =>
    transfer === 'hlg' ? hlgToNits(codes) : (codes.map((code) => decode(transfer, code)) as unknown as Rgb)
  return transfer === 'pq' || transfer === 'hlg'
    ? lightDifferenceItp(light(one), light(other))
    : labDifference(linearToLab(light(one), primaries), linearToLab(light(other), primaries))
}

export interface Figures {
  count: number
  mean: number
  percentile99: number
  percentile999: number
  max: number
}

export interface Accuracy {
  /** Colors of AP1 that the display's gamut (P3 for HDR) holds with something to spare, by OpenColorIO's answer. */
  inside: Figures
  /** The others: outside AP1, or at or beyond the edge of the display's gamut. */
  outside: Figures
}

const toAp1 = conversionMatrix(AP0, AP1)
const isInAp1 = (color: Rgb): boolean =>
  toAp1 !== undefined && transform(toAp1, color).every((value) => value >= 0)
const toP3 = conversionMatrix(REC2020, P3_D65)

function isInGamut({ display: { transfer } }: View, codes: Rgb): boolean {
  if (transfer !== 'pq' && transfer !== 'hlg') return codes.every((code) => code > 0 && code <= 1)
  const light =
    transfer === 'hlg' ? hlgToNits(codes) : (codes.map((code) => decode('pq', code)) as unknown as Rgb)
  return toP3 !== undefined && Math.min(...transform(toP3, light)) > 1e-3 * Math.max(...light)
}

/** `colors` are linear AP0, `known` OpenColorIO's codes for them, `codes` the ones under test. */
export function measureAccuracy(
  view: View,
  colors: readonly Rgb[],
  known: readonly Rgb[],
  codes: readonly Rgb[],
): Accuracy {
  const inside: number[] = []
  const outside: number[] = []
  known.forEach((answer, at) => {
    const code = codes[at]
    if (!code || !answer.every(Number.isFinite)) return
    const isInside = isInAp1(colors[at] ?? [NaN, NaN, NaN]) && isInGamut(view, answer)
    const error = displayDifference(view, answer, code)
    if (isInside) inside.push(error)
    else outside.push(error)
  })
  return { inside: toFigures(inside), outside: toFigures(outside) }
}

function toFigures(errors: number[]): Figures {
  const sorted = errors.toSorted((a, b) => a - b)
  const percentile = (part: number): number => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0
  return {
    count: sorted.length,
    mean: sorted.length === 0 ? 0 : sorted.reduce((sum, error) => sum + error, 0) / sorted.length,
    percentile99: percentile(0.99),
    percentile999: percentile(0.999),
    max: sorted.at(-1) ?? 0,
  }
}

/** The greatest difference of codes over neutral colors, in steps of 10 bits. */
export function neutralSteps(known: readonly Rgb[], codes: readonly Rgb[]): number {
  return Math.max(
    ...known.flatMap((answer, at) =>
      clamp(answer).map((value, c) => Math.abs(value - (codes[at]?.[c] ?? NaN)) * 1023),
    ),
  )
}

export const ACCURACY_HEADER =
  'view                  measure  inside: mean     99 %   99.9 %      max   outside: mean   99.9 %  neutrals (10-bit steps)'

export function accuracyRow(view: View, { inside, outside }: Accuracy, steps: number | null): string {
  const isHdr = view.display.transfer === 'pq' || view.display.transfer === 'hlg'
  const figure = (value: number): string => value.toFixed(3).padStart(8)
  const within = [inside.mean, inside.percentile99, inside.percentile999, inside.max].map(figure).join(' ')
  const beyond = [outside.mean, outside.percentile999].map(figure).join(' ')
  const name = `${view.id.padEnd(21)} ${isHdr ? 'ΔE-ITP' : 'ΔE2000'}`
  return `${name.padEnd(36)} ${within}        ${beyond} ${steps === null ? '' : figure(steps)}`
}
