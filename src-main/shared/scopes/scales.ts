// The scales a scope can have: what is measured of a pixel, which bin a value falls into, where the lines stand.
import { MID_GREY, nitsToPq, toAcescct, toStops } from './spaces'
import type { ScopeView } from './views'

export const SCALE_IDS = ['stops', 'nits', 'acescct', 'code10'] as const
export type ScaleId = (typeof SCALE_IDS)[number]

export interface ScaleLine {
  bin: number
  label: string
  /** 18 %, diffuse white, code limits: drawn stronger. */
  isStrong: boolean
}

export interface Scale {
  id: ScaleId
  title: string
  bins: number
  /** The view whose codes are measured; null where scene-linear AP1 is. */
  view: ScopeView | null
  /**
   * The bin of a float32: of linear AP1, or of a view's code. Never falls as the value grows; what lies outside is in
   * the first or the last bin.
   */
  toBin(value: number): number
  lines: readonly ScaleLine[]
}

const CODES = 1024
const STOPS_BELOW = 16
const STOPS_ABOVE = 16
const BINS_PER_STOP = 32
/** Nits that lines stand at; 203 is the diffuse white of ITU-R BT.2408. */
const NITS_LINES = [0.01, 0.1, 1, 10, 100, 203, 400, 1000, 2000, 4000, 10_000] as const

/** `nits` and a view's `code10` need a view: throws RangeError without one for `nits`. */
export function createScale(id: ScaleId, view: ScopeView | null): Scale {
  switch (id) {
    case 'stops':
      return stopsScale()
    case 'acescct':
      return acescctScale(id, 'ACEScct code', (code) => code.toFixed(1))
    case 'nits':
      if (!view) throw new RangeError('Nits are measured under a view.')
      return nitsScale(view)
    case 'code10':
      return view
        ? viewCodeScale(view)
        : acescctScale(id, '10-bit ACEScct code', (code) => String(Math.round(code * (CODES - 1))))
  }
}

function clampBin(position: number, bins: number): number {
  return position >= bins - 1 ? bins - 1 : position > 0 ? Math.floor(position) : 0
}

function stopsScale(): Scale {
  const bins = (STOPS_BELOW + STOPS_ABOVE) * BINS_PER_STOP
  const toBin = (value: number): number => clampBin((toStops(value) + STOPS_BELOW) * BINS_PER_STOP, bins)
  const lines: ScaleLine[] = []
  for (let stop = -STOPS_BELOW + 2; stop < STOPS_ABOVE; stop += 2) {
    const label = stop > 0 ? `+${stop}` : stop === 0 ? '18 %' : String(stop).replace('-', '−')
    lines.push({ bin: (stop + STOPS_BELOW) * BINS_PER_STOP, label, isStrong: stop === 0 })
  }
  lines.push({ bin: toBin(1), label: '1.0', isStrong: true })
  return { id: 'stops', title: 'Stops from 18 % (ACEScg)', bins, view: null, toBin, lines }
}

function acescctScale(id: ScaleId, title: string, toLabel: (code: number) => string): Scale {
  // From 0.0 to 1.0 as a 10-bit file would hold it; brighter light than 222.9 stands in the last bin.
  const toBin = (value: number): number => clampBin(toAcescct(value) * (CODES - 1) + 0.5, CODES)
  const lines = Array.from({ length: 11 }, (_, step) => ({
    bin: Math.min(CODES - 1, Math.round((step / 10) * (CODES - 1))),
    label: toLabel(step / 10),
    isStrong: step === 0 || step === 10,
  }))
  lines.push({ bin: toBin(MID_GREY), label: '18 %', isStrong: true })
  return { id, title, bins: CODES, view: null, toBin, lines }
}

function viewCodeScale(view: ScopeView): Scale {
  const toBin = (code: number): number => clampBin(code * (CODES - 1) + 0.5, CODES)
  const lines = [0, 128, 256, 384, 512, 640, 768, 896, 1023].map((code) => ({
    bin: code,
    label: String(code),
    isStrong: code === 0 || code === 1023,
  }))
  return { id: 'code10', title: `10-bit code, ${view.title}`, bins: CODES, view, toBin, lines }
}

function nitsScale(view: ScopeView): Scale {
  const ofNits = (nits: number): number => clampBin(nitsToPq(nits) * (CODES - 1) + 0.5, CODES)
  const lines = NITS_LINES.map((nits) => ({
    bin: ofNits(nits),
    label: nits >= 1 ? String(nits) : nits.toString(),
    isStrong: nits === 203,
  }))
  return {
    id: 'nits',
    title: `Nits, ${view.title}`,
    bins: CODES,
    view,
    toBin: (code) => ofNits(view.toNits(code)),
    lines,
  }
}
