// The spaces a plate may be in, each to linear ACES2065-1, and what a header or a name lets one guess. A guess is
// returned as a guess: whoever shows it says so. Matrices are OpenColorIO's, with its adaptation of whites.
import {
  AP0,
  AP1,
  conversionMatrix,
  REC709,
  transform,
  type Chromaticities,
  type Matrix3,
} from '../color-matrix'
import { adxExposure, cLog2, cLog3, log3G10, logC3, sLog3, vLog, type LogCurve } from './log-curves'
import { decode } from './transfers'

type Rgb = readonly [number, number, number]

export interface InputSpace {
  id: InputSpaceId
  label: string
  /** Codes 0…1 (light, for a linear space) to linear ACES2065-1. */
  toAp0: (codes: Rgb) => [number, number, number]
}

export const INPUT_SPACE_IDS = [
  ...['aces2065-1', 'acescg', 'linear-rec709', 'acescct'],
  ...['arri-logc3', 'sony-slog3', 'sony-slog3-cine', 'panasonic-vlog', 'red-log3g10'],
  ...['canon-clog2', 'canon-clog3', 'adx10'],
] as const
export type InputSpaceId = (typeof INPUT_SPACE_IDS)[number]

const IDENTITY: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1]

// prettier-ignore
const MATRICES = {
  arri: [0.6802055051062792, 0.2361366016064812, 0.08365789328723973, 0.08541497974214032, 1.0174708786070419, -0.10288585834918218, 0.002056521669296831, -0.06256250038479215, 1.0605059787154951],
  sgamut3: [0.7529825953998397, 0.14337021623555743, 0.10364718836460277, 0.021707697441442908, 1.015318835505277, -0.03702653294671948, -0.009416052749633549, 0.003370417858823673, 1.0060456348908096],
  sgamut3Cine: [0.6387886671859788, 0.2723514337112621, 0.08885989910275935, -0.0039159060252824205, 1.0880732308974002, -0.08415732487211768, -0.02990720212391506, -0.026432579910194733, 1.0563397820341096],
  vgamut: [0.7246167041315297, 0.16691528819370582, 0.10846800767476404, 0.021390245413145742, 0.9849081557030553, -0.006298401116201002, -0.009235562870765617, -0.0010569056390051055, 1.0102924685097707],
  redWide: [0.7850588040680928, 0.08385875654408452, 0.13108243938782282, 0.023173834845475434, 1.0878975491923313, -0.11107138403780661, -0.07376043536820821, -0.31459007229020775, 1.3883505076584162],
  cinemaGamut: [0.7630644547757339, 0.1490211611370605, 0.08791438408720548, 0.0036574567051239296, 1.1069603803762151, -0.11061783708133885, -0.009407794045718898, -0.21838330498998706, 1.2277910990357057],
  adxDensity: [0.75573, 0.22197, 0.0223, 0.05901, 0.96928, -0.02829, 0.16134, 0.07406, 0.7646],
  adxExposure: [0.72286, 0.1263, 0.15084, 0.11923, 0.76418, 0.11659, 0.01427, 0.08213, 0.90359],
} as const satisfies Record<string, Matrix3>

const through =
  (curve: LogCurve, matrix: Matrix3) =>
  ([r, g, b]: Rgb): [number, number, number] =>
    transform(matrix, [curve(r), curve(g), curve(b)])
const linear = (matrix: Matrix3) => through((light) => light, matrix)
const fromPrimaries = (primaries: Chromaticities): Matrix3 => conversionMatrix(primaries, AP0) ?? IDENTITY

/** Academy density exchange, 10 bits: printing density above base, then exposure. */
function adx10([r, g, b]: Rgb): [number, number, number] {
  const density = (code: number): number => code * 2.046 - 0.19
  const [cyan, magenta, yellow] = transform(MATRICES.adxDensity, [density(r), density(g), density(b)])
  return transform(MATRICES.adxExposure, [adxExposure(cyan), adxExposure(magenta), adxExposure(yellow)])
}

export const INPUT_SPACES: readonly InputSpace[] = [
  { id: 'aces2065-1', label: 'ACES2065-1 (AP0, linear)', toAp0: linear(IDENTITY) },
  { id: 'acescg', label: 'ACEScg (AP1, linear)', toAp0: linear(fromPrimaries(AP1)) },
  { id: 'linear-rec709', label: 'Linear Rec.709', toAp0: linear(fromPrimaries(REC709)) },
  {
    id: 'acescct',
    label: 'ACEScct (AP1, log)',
    toAp0: through((code) => decode('acescct', code), fromPrimaries(AP1)),
  },
  { id: 'arri-logc3', label: 'ARRI LogC3 EI 800, Wide Gamut 3', toAp0: through(logC3, MATRICES.arri) },
  { id: 'sony-slog3', label: 'Sony S-Log3, S-Gamut3', toAp0: through(sLog3, MATRICES.sgamut3) },
  { id: 'sony-slog3-cine', label: 'Sony S-Log3, S-Gamut3.Cine', toAp0: through(sLog3, MATRICES.sgamut3Cine) },
  { id: 'panasonic-vlog', label: 'Panasonic V-Log, V-Gamut', toAp0: through(vLog, MATRICES.vgamut) },
  { id: 'red-log3g10', label: 'RED Log3G10, REDWideGamutRGB', toAp0: through(log3G10, MATRICES.redWide) },
  { id: 'canon-clog2', label: 'Canon Log 2, Cinema Gamut', toAp0: through(cLog2, MATRICES.cinemaGamut) },
  { id: 'canon-clog3', label: 'Canon Log 3, Cinema Gamut', toAp0: through(cLog3, MATRICES.cinemaGamut) },
  { id: 'adx10', label: 'ADX10 film density', toAp0: adx10 },
]

export const findInputSpace = (id: string): InputSpace | undefined =>
  INPUT_SPACES.find((space) => space.id === id)

export interface InputGuess {
  id: InputSpaceId
  /** Where it was read from; `assumed` is no more than the custom of the format. */
  from: 'header' | 'name' | 'assumed'
}

export interface PlateFacts {
  fileName: string
  /** Of an EXR's header. */
  chromaticities?: Chromaticities | null
  /** The header's acesImageContainerFlag. */
  isAcesContainer?: boolean
}

// A word of a file name ends where a letter or figure does not follow; the narrower name stands first.
const NAMES: readonly (readonly [RegExp, InputSpaceId])[] = [
  [/acescct/, 'acescct'],
  [/acescg|(^|[^a-z0-9])ap1([^a-z0-9]|$)/, 'acescg'],
  [/aces[\s_.-]?2065|(^|[^a-z0-9])ap0([^a-z0-9]|$)/, 'aces2065-1'],
  [/s[\s_-]?log[\s_-]?3.*cine|cine.*s[\s_-]?log[\s_-]?3/, 'sony-slog3-cine'],
  [/s[\s_-]?log[\s_-]?3/, 'sony-slog3'],
  [/log[\s_-]?c3|logc(?![a-z0-9])|arri|alexa/, 'arri-logc3'],
  [/(^|[^a-z0-9])v[\s_-]?log/, 'panasonic-vlog'],
  [/log3g10|redwidegamut/, 'red-log3g10'],
  [/(canon|c)[\s_-]?log[\s_-]?2/, 'canon-clog2'],
  [/(canon|c)[\s_-]?log[\s_-]?3/, 'canon-clog3'],
  [/(^|[^a-z0-9])adx/, 'adx10'],
  [/(lin|linear)[\s_-]?(rec)?[\s_.-]?709/, 'linear-rec709'],
]

/** Header before name before the custom of the format; null where nothing speaks for anything. */
export function guessInputSpace({
  fileName,
  chromaticities,
  isAcesContainer,
}: PlateFacts): InputGuess | null {
  if (isAcesContainer) return { id: 'aces2065-1', from: 'header' }
  const byPrimaries = chromaticities ? primariesOf(chromaticities) : undefined
  if (byPrimaries) return { id: byPrimaries, from: 'header' }
  const name = fileName.toLowerCase()
  const byName = NAMES.find(([pattern]) => pattern.test(name))
  if (byName) return { id: byName[1], from: 'name' }
  return name.endsWith('.exr') && !chromaticities ? { id: 'aces2065-1', from: 'assumed' } : null
}

function primariesOf(chromaticities: Chromaticities): InputSpaceId | undefined {
  const known = [
    [AP0, 'aces2065-1'],
    [AP1, 'acescg'],
    [REC709, 'linear-rec709'],
  ] as const
  // Headers are written with three to five decimals.
  return known.find(([space]) =>
    space.every((value, at) => Math.abs(value - (chromaticities[at] ?? NaN)) < 6e-4),
  )?.[1]
}
