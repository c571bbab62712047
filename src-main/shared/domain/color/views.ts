// The named views: what each is in a colorist's words, the display it is meant for, where it comes from and how it is
// computed. The window, the command line and the filter graphs all work from this one list.
import { P3_D65, REC2020, REC709, type Chromaticities } from '../color-matrix'
import type { Transfer } from './transfers'
import { TABLE_ERRORS, type MeasuredError, type TableId } from './view-tables'

export interface ViewDisplay {
  name: string
  primaries: Chromaticities
  transfer: Transfer
  /** Nits of code 1 (PQ: of the brightest the rendering makes). */
  peakNits: number
}

/**
 * How a view is computed. From a table: AP0 (floored at 0 where the rendering does so before its matrix), AP1, shaper,
 * table, and per channel a change of transfer. From a formula: AP0 to the primaries, then the transfer; `clip` keeps
 * 0…1. Raw: the file's numbers as codes. False color: bands of AP1 luminance.
 */
export type ViewChain =
  | { kind: 'table'; table: TableId; floorsAp0: boolean; tableTransfer: Transfer }
  | { kind: 'formula'; primaries: 'rec709' | 'ap1'; transfer: Transfer }
  | { kind: 'raw' }
  | { kind: 'falseColor' }

export interface View {
  id: ViewId
  label: string
  display: ViewDisplay
  /** OpenColorIO's built-in config, display and view; null where no config names it. The transforms say it exactly. */
  source: {
    config: string | null
    display: string | null
    view: string | null
    transforms: readonly string[]
  }
  chain: ViewChain
  /** Against OpenColorIO; null where a formula makes it. */
  error: MeasuredError | null
}

const DISPLAYS = {
  rec709: { name: 'Rec.709 BT.1886', primaries: REC709, transfer: 'bt1886', peakNits: 100 },
  srgb: { name: 'sRGB', primaries: REC709, transfer: 'srgb', peakNits: 100 },
  p3d65: { name: 'P3-D65, gamma 2.6', primaries: P3_D65, transfer: 'gamma26', peakNits: 100 },
  displayp3: { name: 'Display P3 (sRGB curve)', primaries: P3_D65, transfer: 'srgb', peakNits: 100 },
  pq1000: { name: 'Rec.2100 PQ, 1000 nit, within P3', primaries: REC2020, transfer: 'pq', peakNits: 1000 },
  pq4000: { name: 'Rec.2100 PQ, 4000 nit, within P3', primaries: REC2020, transfer: 'pq', peakNits: 4000 },
  hlg: { name: 'Rec.2100 HLG, 1000 nit, within P3', primaries: REC2020, transfer: 'hlg', peakNits: 1000 },
} as const satisfies Record<string, ViewDisplay>

const ACES1 = { name: 'ACES 1.3', config: 'studio-config-v2.2.0_aces-v1.3_ocio-v2.4', floorsAp0: true }
const ACES2 = { name: 'ACES 2.0', config: 'studio-config-v4.0.0_aces-v2.0_ocio-v2.5', floorsAp0: false }
const TO_XYZ = 'ACES-OUTPUT - ACES2065-1_to_CIE-XYZ-D65 - '
const TO_DISPLAY = 'DISPLAY - CIE-XYZ-D65_to_'

interface Row {
  id: ViewId
  aces: typeof ACES1
  display: keyof typeof DISPLAYS
  table: TableId
  tableTransfer: Transfer
  transforms: readonly [rendering: string, display: string]
  /** As the config names them; none where it has no such pair. */
  named?: readonly [display: string, view: string]
}

function toView({ id, aces, display, table, tableTransfer, transforms, named }: Row): View {
  const kind = DISPLAYS[display]
  return {
    id,
    label: `${aces.name} ${kind.peakNits === 100 ? 'SDR' : 'HDR'}, ${kind.name}`,
    display: kind,
    source: {
      config: named ? aces.config : null,
      display: named?.[0] ?? null,
      view: named?.[1] ?? null,
      transforms: [TO_XYZ + transforms[0], TO_DISPLAY + transforms[1]],
    },
    chain: { kind: 'table', table, floorsAp0: aces.floorsAp0, tableTransfer },
    error: TABLE_ERRORS[table],
  }
}

const P3_1000 = 'HDR-VIDEO-1000nit-15nit-P3lim_1.1'
const P3_4000 = 'HDR-VIDEO-4000nit-15nit-P3lim_1.1'
const SDR_1 = 'ACES 1.0 - SDR Video'
const SDR_2 = 'ACES 2.0 - SDR 100 nits (Rec.709)'
const SDR_2_P3 = 'ACES 2.0 - SDR 100 nits (P3 D65)'
const HDR_2 = 'ACES 2.0 - HDR 1000 nits (P3 D65)'
const HDR_2_4000 = 'ACES 2.0 - HDR 4000 nits (P3 D65)'
const PQ_DISPLAY = 'Rec.2100-PQ - Display'

// prettier-ignore
const ROWS: readonly Row[] = [
  { id: 'aces2-sdr-rec709', aces: ACES2, display: 'rec709', table: 'aces2-sdr-rec709', tableTransfer: 'bt1886', transforms: ['SDR-100nit-REC709_2.0', 'REC.1886-REC.709'], named: ['Rec.1886 Rec.709 - Display', SDR_2] },
  { id: 'aces2-sdr-srgb', aces: ACES2, display: 'srgb', table: 'aces2-sdr-rec709', tableTransfer: 'bt1886', transforms: ['SDR-100nit-REC709_2.0', 'sRGB'], named: ['sRGB - Display', SDR_2] },
  { id: 'aces2-sdr-p3d65', aces: ACES2, display: 'p3d65', table: 'aces2-sdr-p3d65', tableTransfer: 'gamma20', transforms: ['SDR-100nit-P3-D65_2.0', 'G2.6-P3-D65'], named: ['P3-D65 - Display', SDR_2_P3] },
  { id: 'aces2-sdr-displayp3', aces: ACES2, display: 'displayp3', table: 'aces2-sdr-p3d65', tableTransfer: 'gamma20', transforms: ['SDR-100nit-P3-D65_2.0', 'DisplayP3'], named: ['Display P3 - Display', SDR_2_P3] },
  { id: 'aces2-hdr1000-pq', aces: ACES2, display: 'pq1000', table: 'aces2-hdr1000-pq', tableTransfer: 'pq', transforms: ['HDR-1000nit-P3-D65_2.0', 'REC.2100-PQ'], named: [PQ_DISPLAY, HDR_2] },
  { id: 'aces2-hdr4000-pq', aces: ACES2, display: 'pq4000', table: 'aces2-hdr4000-pq', tableTransfer: 'pq', transforms: ['HDR-4000nit-P3-D65_2.0', 'REC.2100-PQ'], named: [PQ_DISPLAY, HDR_2_4000] },
  { id: 'aces2-hdr1000-hlg', aces: ACES2, display: 'hlg', table: 'aces2-hdr1000-hlg', tableTransfer: 'hlg', transforms: ['HDR-1000nit-P3-D65_2.0', 'REC.2100-HLG-1000nit'], named: ['Rec.2100-HLG - Display', HDR_2] },
  { id: 'aces1-sdr-rec709', aces: ACES1, display: 'rec709', table: 'aces1-sdr-rec709', tableTransfer: 'bt1886', transforms: ['SDR-VIDEO_1.0', 'REC.1886-REC.709'], named: ['Rec.1886 Rec.709 - Display', SDR_1] },
  { id: 'aces1-sdr-srgb', aces: ACES1, display: 'srgb', table: 'aces1-sdr-rec709', tableTransfer: 'bt1886', transforms: ['SDR-VIDEO_1.0', 'sRGB'], named: ['sRGB - Display', SDR_1] },
  { id: 'aces1-sdr-p3d65', aces: ACES1, display: 'p3d65', table: 'aces1-sdr-p3d65', tableTransfer: 'gamma20', transforms: ['SDR-VIDEO-P3lim_1.1', 'G2.6-P3-D65'] },
  { id: 'aces1-sdr-displayp3', aces: ACES1, display: 'displayp3', table: 'aces1-sdr-p3d65', tableTransfer: 'gamma20', transforms: ['SDR-VIDEO-P3lim_1.1', 'DisplayP3'] },
  { id: 'aces1-hdr1000-pq', aces: ACES1, display: 'pq1000', table: 'aces1-hdr1000-pq', tableTransfer: 'pq', transforms: [P3_1000, 'REC.2100-PQ'] },
  { id: 'aces1-hdr4000-pq', aces: ACES1, display: 'pq4000', table: 'aces1-hdr4000-pq', tableTransfer: 'pq', transforms: [P3_4000, 'REC.2100-PQ'] },
  { id: 'aces1-hdr1000-hlg', aces: ACES1, display: 'hlg', table: 'aces1-hdr1000-hlg', tableTransfer: 'hlg', transforms: [P3_1000, 'REC.2100-HLG-1000nit'] },
]

const NO_SOURCE = { config: null, display: null, view: null, transforms: [] }
const COMPUTED: readonly View[] = [
  {
    id: 'linear-srgb',
    label: 'Linear light, clipped, sRGB',
    display: DISPLAYS.srgb,
    source: {
      ...{ config: ACES2.config, display: 'sRGB - Display', view: 'Un-tone-mapped' },
      transforms: ['UTILITY - ACES-AP0_to_CIE-XYZ-D65_BFD', `${TO_DISPLAY}sRGB`],
    },
    chain: { kind: 'formula', primaries: 'rec709', transfer: 'srgb' },
    error: null,
  },
  {
    id: 'acescct',
    label: 'ACEScct log',
    display: DISPLAYS.rec709,
    source: { ...NO_SOURCE, transforms: ['ACEScct_to_ACES2065-1'] },
    chain: { kind: 'formula', primaries: 'ap1', transfer: 'acescct' },
    error: null,
  },
  {
    id: 'raw',
    label: 'Raw, the file’s own numbers',
    display: DISPLAYS.srgb,
    source: NO_SOURCE,
    chain: { kind: 'raw' },
    error: null,
  },
  {
    id: 'false-color',
    label: 'False color, stops from 18 %',
    display: DISPLAYS.srgb,
    source: NO_SOURCE,
    chain: { kind: 'falseColor' },
    error: null,
  },
]

export const VIEW_IDS = [
  ...['aces2-sdr-rec709', 'aces2-sdr-srgb', 'aces2-sdr-p3d65', 'aces2-sdr-displayp3'],
  ...['aces2-hdr1000-pq', 'aces2-hdr4000-pq', 'aces2-hdr1000-hlg'],
  ...['aces1-sdr-rec709', 'aces1-sdr-srgb', 'aces1-sdr-p3d65', 'aces1-sdr-displayp3'],
  ...['aces1-hdr1000-pq', 'aces1-hdr4000-pq', 'aces1-hdr1000-hlg'],
  ...['linear-srgb', 'acescct', 'raw', 'false-color'],
] as const
export type ViewId = (typeof VIEW_IDS)[number]

export const VIEWS: readonly View[] = [...ROWS.map(toView), ...COMPUTED]

export const findView = (id: string): View | undefined => VIEWS.find((view) => view.id === id)

/** Of an id that is in the list. */
export function viewOf(id: ViewId): View {
  const view = findView(id)
  if (!view) throw new RangeError(`No view ${id}`)
  return view
}
