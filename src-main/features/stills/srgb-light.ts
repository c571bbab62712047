// sRGB's transfer between 16-bit codes and light (IEC 61966-2-1), and what is mixed in light: layers and grounds.

const WHITE = 65_535

export function codeToLight(code: number): number {
  const v = code / WHITE
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
}

/** A 16-bit code, real-valued. */
export function lightToCode(light: number): number {
  const v = Math.min(1, Math.max(0, light))
  return WHITE * (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055)
}

/** `share` (0…1) of the upper code over the lower one, in light. */
export function mixCodes(upper: number, lower: number, share: number): number {
  if (share >= 1) return upper
  if (share <= 0) return lower
  return Math.round(lightToCode(codeToLight(upper) * share + codeToLight(lower) * (1 - share)))
}

/** An 8-bit code at 16 bit. */
export const toDeep = (code: number): number => code * 257

/**
 * RGB at 16 bit from one to four channels of codes: 8-bit codes widened, grey spread, alpha laid over a grey in light.
 */
export function toOpaqueRgb(
  codes: Uint8Array | Uint16Array,
  channels: number,
  backdropCode: number,
): Uint16Array {
  const isDeep = codes instanceof Uint16Array
  if (isDeep && channels === 3) return codes
  const widen = isDeep ? 1 : 257
  const hasAlpha = channels === 2 || channels === 4
  const [g, b] = channels >= 3 ? [1, 2] : [0, 0]
  const backdrop = toDeep(backdropCode)
  const count = codes.length / channels
  const rgb = new Uint16Array(count * 3)
  for (let pixel = 0, from = 0, to = 0; pixel < count; pixel += 1, from += channels, to += 3) {
    const share = hasAlpha ? ((codes[from + channels - 1] ?? 0) * widen) / WHITE : 1
    rgb[to] = mixCodes((codes[from] ?? 0) * widen, backdrop, share)
    rgb[to + 1] = mixCodes((codes[from + g] ?? 0) * widen, backdrop, share)
    rgb[to + 2] = mixCodes((codes[from + b] ?? 0) * widen, backdrop, share)
  }
  return rgb
}
