// Camera and film encodings to the linear light of their own primaries, a channel at a time, from their makers'
// papers as OpenColorIO 2 carries them.

export type LogCurve = (code: number) => number

interface LogCamera {
  logSlope: number
  logOffset: number
  linearSlope: number
  linearOffset: number
  /** Linear light where the straight toe ends. */
  breakAt: number
  /** Of the toe; continues the logarithm's own slope when left out. */
  toeSlope?: number
}

/** code = logSlope · log10(linearSlope · light + linearOffset) + logOffset, straight below the break. */
function logCamera({
  logSlope,
  logOffset,
  linearSlope,
  linearOffset,
  breakAt,
  toeSlope,
}: LogCamera): LogCurve {
  const argument = linearSlope * breakAt + linearOffset
  const breakCode = logSlope * Math.log10(argument) + logOffset
  const slope = toeSlope ?? (logSlope * linearSlope) / (argument * Math.LN10)
  return (code) =>
    code <= breakCode
      ? breakAt + (code - breakCode) / slope
      : (10 ** ((code - logOffset) / logSlope) - linearOffset) / linearSlope
}

/** ARRI LogC3 at exposure index 800 (ALEXA Log C Curve, usage in VFX, 2017). */
export const logC3 = logCamera({
  ...{ logSlope: 0.24719, logOffset: 0.385537, linearSlope: 1 / 0.18 },
  ...{ linearOffset: 0.052272275, breakAt: 0.010591 },
})

/** Sony S-Log3 (technical summary, 2016). */
export const sLog3 = logCamera({
  ...{ logSlope: 261.5 / 1023, logOffset: 420 / 1023, linearSlope: 1 / 0.19, linearOffset: 0.01 / 0.19 },
  ...{ breakAt: 0.01125, toeSlope: (171.2102946929 - 95) / 1023 / 0.01125 },
})

/** Panasonic V-Log (reference manual, 2014). */
export const vLog = logCamera({
  ...{ logSlope: 0.241514, logOffset: 0.598206, linearSlope: 1, linearOffset: 0.00873, breakAt: 0.01 },
})

/** RED Log3G10 (white paper on REDWideGamutRGB and Log3G10, 2018). */
export const log3G10 = logCamera({
  ...{ logSlope: 0.224282, logOffset: 0, linearSlope: 155.975327, linearOffset: 2.55975327, breakAt: -0.01 },
})

// Canon counts 90 % reflectance as 1.
const CANON_WHITE = 0.9

/** Canon Log 2 (gamma curves of the EOS Cinema system, 2016). */
export const cLog2: LogCurve = (code) => {
  const light = (10 ** (Math.abs(code - 0.092864125) / 0.24136077) - 1) / 87.099375
  return CANON_WHITE * (code < 0.092864125 ? -light : light)
}

/** Canon Log 3. */
export const cLog3: LogCurve = (code) => {
  if (code < 0.097465473) return (-CANON_WHITE * (10 ** ((0.12783901 - code) / 0.36726845) - 1)) / 14.98325
  if (code <= 0.15277891) return (CANON_WHITE * (code - 0.12512219)) / 1.9754798
  return (CANON_WHITE * (10 ** ((code - 0.12240537) / 0.36726845) - 1)) / 14.98325
}

// Channel-independent density to log10 exposure (Academy S-2008-002, as the ADX unbuild transform tabulates it).
const ADX_POINTS: readonly (readonly [density: number, logExposure: number])[] = [
  [-0.19, -6],
  [0.01, -2.721718645],
  [0.028, -2.521718645],
  [0.054, -2.321718645],
  [0.095, -2.121718645],
  [0.145, -1.921718645],
  [0.22, -1.721718645],
  [0.3, -1.521718645],
  [0.4, -1.321718645],
  [0.5, -1.121718645],
  [0.6, -0.926545676714876],
]
const ADX_REFERENCE = ((7120 - 1520) / 8000) * (100 / 55) - Math.log10(0.18)

/** Density above the film's base to exposure. */
export const adxExposure: LogCurve = (density) => {
  if (density >= 0.6) return 10 ** ((100 / 55) * density - ADX_REFERENCE)
  let [lowDensity, lowExposure] = ADX_POINTS[0] ?? [0, 0]
  if (density <= lowDensity) return 10 ** lowExposure
  for (const [nextDensity, nextExposure] of ADX_POINTS) {
    if (density < nextDensity) {
      const part = (density - lowDensity) / (nextDensity - lowDensity)
      return 10 ** (lowExposure + part * (nextExposure - lowExposure))
    }
    lowDensity = nextDensity
    lowExposure = nextExposure
  }
  return 10 ** lowExposure
}
