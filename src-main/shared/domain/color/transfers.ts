// Transfer curves of displays and of ACEScct: light to code and back, a channel at a time. Light of SDR displays is
// 0…1 of their white; of PQ it is nits; of HLG it is scene light 0…1 (a display adds its system gamma across channels).

export type Transfer = 'linear' | 'bt1886' | 'srgb' | 'gamma20' | 'gamma26' | 'pq' | 'hlg' | 'acescct'

interface Curve {
  encode: (light: number) => number
  decode: (code: number) => number
}

const power = (exponent: number): Curve => ({
  encode: (light) => Math.max(0, light) ** (1 / exponent),
  decode: (code) => Math.max(0, code) ** exponent,
})

const CURVES: Readonly<Record<Transfer, Curve>> = {
  linear: { encode: (light) => light, decode: (code) => code },
  bt1886: power(2.4),
  gamma20: power(2),
  gamma26: power(2.6),
  srgb: {
    encode: (light) => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055),
    decode: (code) => (code <= 0.04045 ? code / 12.92 : ((code + 0.055) / 1.055) ** 2.4),
  },
  pq: { encode: nitsToPq, decode: pqToNits },
  hlg: { encode: encodeHlg, decode: decodeHlg },
  acescct: { encode: encodeAcescct, decode: decodeAcescct },
}

export const encode = (transfer: Transfer, light: number): number => CURVES[transfer].encode(light)
export const decode = (transfer: Transfer, code: number): number => CURVES[transfer].decode(code)

/** SMPTE ST 2084: code 0…1 to nits. */
export function pqToNits(code: number): number {
  const raised = Math.max(0, code) ** (32 / 2523)
  return 10_000 * (Math.max(0, raised - 3424 / 4096) / (2413 / 128 - (2392 / 128) * raised)) ** (16384 / 2610)
}

/** SMPTE ST 2084: nits to code 0…1. */
export function nitsToPq(nits: number): number {
  const raised = (Math.max(0, nits) / 10_000) ** (2610 / 16384)
  return ((3424 / 4096 + (2413 / 128) * raised) / (1 + (2392 / 128) * raised)) ** (2523 / 32)
}

// ARIB STD-B67 and Rec.2100.
const HLG = { a: 0.17883277, b: 0.28466892, c: 0.55991073 } as const

function encodeHlg(light: number): number {
  const scene = Math.max(0, light)
  return scene <= 1 / 12 ? Math.sqrt(3 * scene) : HLG.a * Math.log(12 * scene - HLG.b) + HLG.c
}

function decodeHlg(code: number): number {
  const signal = Math.max(0, code)
  return signal <= 0.5 ? signal ** 2 / 3 : (Math.exp((signal - HLG.c) / HLG.a) + HLG.b) / 12
}

// Academy S-2016-001; OpenColorIO stops where half does.
const CCT_BREAK = 0.0078125
const CCT_SLOPE = 10.5402377416545
const CCT_OFFSET = 0.0729055341958355
const CCT_BREAK_CODE = 0.155251141552511

/** Linear AP1 to ACEScct code, 0…1 nominal; negatives go on along the line. */
export function encodeAcescct(light: number): number {
  return light <= CCT_BREAK ? CCT_SLOPE * light + CCT_OFFSET : (Math.log2(light) + 9.72) / 17.52
}

/** ACEScct code to linear AP1. */
export function decodeAcescct(code: number): number {
  return code <= CCT_BREAK_CODE
    ? (code - CCT_OFFSET) / CCT_SLOPE
    : Math.min(65504, 2 ** (code * 17.52 - 9.72))
}

/** Rec.2100 HLG codes to the light of a 1000-nit display, in nits (system gamma 1.2). */
export function hlgToNits(codes: readonly [number, number, number]): [number, number, number] {
  const [r, g, b] = [decodeHlg(codes[0]), decodeHlg(codes[1]), decodeHlg(codes[2])]
  const gain = 1000 * (0.2627 * r + 0.678 * g + 0.0593 * b) ** 0.2
  return [gain * r, gain * g, gain * b]
}
