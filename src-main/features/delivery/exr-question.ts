// What is asked of an EXR worker and what it answers. Types only.
import type { ChannelStatistics } from '#shared/exr/decode'
import type { ExrErrorCode, ExrHeader } from '#shared/exr/header'
import type { ExrStructureReport } from '#shared/exr/structure'
import type { FrameMeasure } from '#shared/proof/frame-measure'
import type { BakedLut } from '#shared/scopes/views'

export interface ExrQuestion {
  path: string
  /** `totals`: of the picture's R, G and B together and of its channels; `channels`: of every channel of the file. */
  wish: 'totals' | 'channels'
  /** With `totals`: the same samples are measured for the proof sheet as well. */
  proof?: ProofWish
}

export interface ProofWish {
  /** Of the HDR views light is measured under; their tables are shared, not copied. */
  luts: readonly BakedLut[]
  /** Also what is costly; see frame-measure.ts. */
  isClose: boolean
}

/** Of one frame's R, G and B over the display window. */
export interface FrameTotals {
  /** Highest finite sample; null when none is finite. */
  brightest: number | null
  /** Samples, not pixels. */
  nanCount: number
  infCount: number
  /** Finite ones below zero. */
  negativeCount: number
  /** Pixels with any of R, G, B above 1.0 (positive infinity included). */
  aboveOneCount: number
  pixelCount: number
}

export interface ExrAnswer {
  /** Of the file. */
  bytes: number
  header: ExrHeader
  structure: ExrStructureReport
  /** Of the first part, over the data window, or with `totals` over the display window; empty unless decoded. */
  channels: ChannelStatistics[]
  totals: FrameTotals | null
  /** Null unless wished for and decoded. */
  proof: FrameMeasure | null
  /** Why there are no numbers although the structure is intact. */
  undecoded: { code: ExrErrorCode; byteOffset: number; message: string } | null
}
