// False color: a pixel's luminance in stops from 18 % gray, as bands of color, and the legend that explains them.
// The bands are data, so a screen's legend, a shader and a filter graph show the same ones.

export interface FalseColorBand {
  /** Stops above 18 % gray where the band begins; the first reaches down without end. */
  fromStops: number
  /** sRGB codes, 0…255. */
  color: readonly [number, number, number]
  /** What a colorist calls it. */
  label: string
}

/** Lowest first; a band ends where the next begins. */
export const FALSE_COLOR_LEGEND: readonly FalseColorBand[] = [
  { fromStops: -Infinity, color: [40, 0, 60], label: 'No light, or below −8 stops' },
  { fromStops: -8, color: [96, 32, 160], label: 'Deep shadow, −8 to −6' },
  { fromStops: -6, color: [32, 64, 208], label: 'Shadow, −6 to −4' },
  { fromStops: -4, color: [32, 144, 176], label: 'Low tones, −4 to −2' },
  { fromStops: -2, color: [80, 80, 80], label: 'Below middle gray, −2 to −½' },
  { fromStops: -0.5, color: [48, 168, 64], label: 'Middle gray, 18 %' },
  { fromStops: 0.5, color: [232, 152, 160], label: 'Light skin, +½ to +1½' },
  { fromStops: 1.5, color: [176, 176, 176], label: 'Bright, +1½ to +2½' },
  { fromStops: 2.5, color: [240, 224, 64], label: 'Above diffuse white, +2½ to +4' },
  { fromStops: 4, color: [240, 144, 32], label: 'Highlight, +4 to +6' },
  { fromStops: 6, color: [216, 40, 32], label: 'Bright highlight, +6 to +8' },
  { fromStops: 8, color: [255, 255, 255], label: 'Light sources, above +8' },
]

// AP1 to CIE Y, as ACES documents it.
const LUMINANCE = [0.2722287168, 0.6740817658, 0.0536895174] as const

export function luminanceOfAp1(r: number, g: number, b: number): number {
  return LUMINANCE[0] * r + LUMINANCE[1] * g + LUMINANCE[2] * b
}

/** Stops from 18 % gray; −Infinity for no light or negative light. */
export function stopsFromGray(luminance: number): number {
  return luminance > 0 ? Math.log2(luminance / 0.18) : -Infinity
}

/** sRGB codes 0…255 of the band a luminance lies in. */
export function falseColor(luminance: number): readonly [number, number, number] {
  const stops = stopsFromGray(luminance)
  let color = FALSE_COLOR_LEGEND[0]?.color ?? [0, 0, 0]
  for (const band of FALSE_COLOR_LEGEND) if (stops >= band.fromStops) color = band.color
  return color
}
