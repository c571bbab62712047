// The figures of a take from the measures of its frames.
import { GAMUTS, toStops } from '../scopes/spaces'
import { addBlocks, blockRatio } from './block-energy'
import { CODE_STOPS, FIRST_CODE_STOP } from './code-counts'
import type { CloseMeasure, FrameMeasure } from './frame-measure'
import {
  binStops,
  colorMotion,
  compareGrids,
  gridChange,
  greatestFlicker,
  meanColor,
  meanStops,
  median,
} from './frame-motion'
import type { FrameStrip, ProofFigures } from './proof-sheet'
import { THRESHOLDS } from './thresholds'

export interface TakeMeasures {
  firstFrame: number
  /** In order; one for each frame. */
  frames: readonly FrameMeasure[]
  /** Titles of the views light was measured under, in the measures' order. */
  viewTitles: readonly string[]
  /** Mean linear AP0 of the prepared frame on the same grid, where there is one. */
  preparedGrid?: Float32Array
}

/** One pixel in this many may be darker or brighter than the range said. */
const RANGE_SHARE = 1e-4
/** A stop with fewer samples than this cannot be expected to use its codes. */
const LEAST_CODE_SAMPLES = 4096

export function toFigures(take: TakeMeasures): ProofFigures {
  const { frames, firstFrame } = take
  const sum = (pick: (frame: FrameMeasure) => number): number =>
    frames.reduce((all, one) => all + pick(one), 0)
  const pixels = Math.max(
    1,
    sum(({ pixelCount }) => pixelCount),
  )
  const outside = GAMUTS.map((_, index) => sum(({ outsideCounts }) => outsideCounts[index] ?? 0) / pixels)
  const greatest = frames.reduce((most, frame) => Math.max(most, frame.greatest), 0)
  const close = frames.flatMap((frame) => frame.close ?? [])
  const negativeCount = sum((frame) => frame.negativeCount)
  return {
    ...toRange(frames),
    greatest,
    greatestStops: greatest > 0 ? toStops(greatest) : null,
    aboveOneShare: sum(({ aboveOneCount }) => aboveOneCount) / pixels,
    aboveWhiteShare: sum(({ aboveWhiteCount }) => aboveWhiteCount) / pixels,
    outside: { ap1: outside[0] ?? 0, rec2020: outside[1] ?? 0, p3: outside[2] ?? 0, rec709: outside[3] ?? 0 },
    nanCount: sum(({ nanCount }) => nanCount),
    infCount: sum(({ infCount }) => infCount),
    negativeCount,
    negativeShare: negativeCount / (pixels * 3),
    flatShare: median(frames.map(flatShareOf)) ?? 0,
    flatOfTopStop:
      median(frames.map(({ flatTop }) => flatTop.flatCount / Math.max(1, flatTop.topStopCount))) ?? 0,
    combScore: median(close.map(({ combScore }) => combScore)) ?? null,
    detailDecibels: median(close.flatMap(({ detailDecibels }) => detailDecibels ?? [])) ?? null,
    codes: toCodes(close),
    blockRatio: blockRatio(addBlocks(close.map(({ blocks }) => blocks))),
    light: toLight(take),
    ...toMotion(frames, firstFrame),
    firstFrame: take.preparedGrid && frames[0] ? compareGrids(take.preparedGrid, frames[0].grid) : null,
  }
}

export function flatShareOf({ flatTop, pixelCount }: FrameMeasure): number {
  return flatTop.flatCount / Math.max(1, pixelCount)
}

export function toStrip({ frames, firstFrame }: TakeMeasures): FrameStrip[] {
  return frames.map((frame, index) => {
    const before = frames[index - 1]
    return {
      frame: firstFrame + index,
      exposureStops: meanStops(frame),
      aboveOneShare: frame.aboveOneCount / Math.max(1, frame.pixelCount),
      flatShare: flatShareOf(frame),
      greatest: frame.greatest,
      nanCount: frame.nanCount,
      change: before ? gridChange(before.grid, frame.grid) : null,
      isDuplicate: before?.hash === frame.hash,
      greatestNits: frame.light[0]?.greatest ?? null,
    }
  })
}

function toRange(frames: readonly FrameMeasure[]): Pick<ProofFigures, 'lowestStops' | 'highestStops'> {
  const [first] = frames
  if (!first) return { lowestStops: null, highestStops: null }
  const counts = Float64Array.from(first.stopCounts, (_, bin) =>
    frames.reduce((sum, { stopCounts }) => sum + (stopCounts[bin] ?? 0), 0),
  )
  const lit = counts.reduce((sum, count) => sum + count, 0)
  if (lit === 0) return { lowestStops: null, highestStops: null }
  const reach = (order: readonly number[]): number => {
    let left = Math.max(1, Math.floor(lit * RANGE_SHARE))
    return order.find((bin) => (left -= counts[bin] ?? 0) <= 0) ?? 0
  }
  const bins = [...counts.keys()]
  return { lowestStops: binStops(reach(bins)), highestStops: binStops(reach(bins.reverse()) + 1) }
}

function toCodes(close: readonly CloseMeasure[]): ProofFigures['codes'] {
  return Array.from({ length: CODE_STOPS }, (_, stop) => {
    const enough = close.filter(({ codes }) => (codes.samples[stop] ?? 0) >= LEAST_CODE_SAMPLES)
    const distinct = median(enough.map(({ codes }) => codes.distinct[stop] ?? 0))
    return distinct === undefined ? [] : [{ fromStops: toStops(2 ** (FIRST_CODE_STOP + stop)), distinct }]
  }).flat()
}

function toLight({ frames, firstFrame, viewTitles }: TakeMeasures): ProofFigures['light'] {
  return viewTitles.flatMap((viewTitle, view) => {
    const levels = frames.flatMap(({ light }) => light[view] ?? [])
    const [first] = levels
    if (!first) return []
    const most = (pick: (level: (typeof levels)[number]) => number): number =>
      levels.reduce((best, level, index) => (pick(level) > pick(levels[best] ?? first) ? index : best), 0)
    const brightest = most(({ greatest }) => greatest)
    const fullest = most(({ average }) => average)
    return {
      viewId: first.viewId,
      viewTitle,
      maxCll: levels[brightest]?.greatest ?? 0,
      maxCllFrame: firstFrame + brightest,
      maxFall: levels[fullest]?.average ?? 0,
      maxFallFrame: firstFrame + fullest,
    }
  })
}

type Motion = Pick<
  ProofFigures,
  | 'flickerStops'
  | 'flickerFrame'
  | 'colorStep'
  | 'colorStepFrame'
  | 'colorDrift'
  | 'duplicateFrames'
  | 'frozenFrames'
  | 'seamRatio'
>

function toMotion(frames: readonly FrameMeasure[], firstFrame: number): Motion {
  const flicker = greatestFlicker(frames.map(meanStops))
  const color = colorMotion(frames.map(meanColor))
  const steps = frames
    .slice(1)
    .map((frame, index) => gridChange(frames[index]?.grid ?? frame.grid, frame.grid))
  const later = (isSuch: (index: number) => boolean): number[] =>
    steps.flatMap((_, index) => (isSuch(index) ? [firstFrame + index + 1] : []))
  const isDuplicate = (index: number): boolean => frames[index]?.hash === frames[index + 1]?.hash
  const [first] = frames
  const last = frames.at(-1)
  const usual = median(steps) ?? 0
  return {
    flickerStops: flicker?.stops ?? null,
    flickerFrame: flicker && firstFrame + flicker.index,
    colorStep: color?.step ?? null,
    colorStepFrame: color && firstFrame + color.index,
    colorDrift: color?.drift ?? null,
    duplicateFrames: later(isDuplicate),
    frozenFrames: later((index) => !isDuplicate(index) && (steps[index] ?? 0) < THRESHOLDS.frozenShare.value),
    seamRatio:
      first && last && frames.length > 2 && usual > 0 ? gridChange(last.grid, first.grid) / usual : null,
  }
}
