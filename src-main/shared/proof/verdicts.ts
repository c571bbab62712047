// From figures to plain verdicts: what is good, what is worth knowing, what is bad, and what a take therefore is.
import { GAMUT_NAMES, GAMUTS } from '../scopes/spaces'
import type { ProofFigures, ProofSheet, ProofVerdict } from './proof-sheet'
import { THRESHOLDS, type Threshold } from './thresholds'

type Judge = (figures: ProofFigures) => ProofVerdict

/** In the order they are read. The first four tell whether it is really HDR. */
export function toVerdicts(figures: ProofFigures): ProofVerdict[] {
  return JUDGES.map((judge) => judge(figures))
}

const REALITY = ['flat-top', 'banding', 'detail'] as const

export function toConclusion(verdicts: readonly ProofVerdict[]): ProofSheet['conclusion'] {
  const isBad = (id: string): boolean => verdicts.some((each) => each.id === id && each.state === 'bad')
  const reasons = REALITY.filter(isBad)
  if (reasons.length > 0) {
    const words = {
      'flat-top': 'its highlights are clipped',
      banding: 'its light comes from 8-bit codes',
      detail: 'its detail is that of a smaller or smoothed picture',
    }
    const sentence = `This is not real HDR: ${reasons.map((reason) => words[reason]).join(', and ')}.`
    return { kind: 'fake-hdr', sentence, reasons }
  }
  if (verdicts.some(({ id, state }) => id === 'highlights' && state !== 'good')) {
    const sentence = 'Nothing here is brighter than SDR could hold, so there are no highlights to prove.'
    return { kind: 'no-highlights', sentence, reasons: ['highlights'] }
  }
  const sentence = 'This is real HDR: its highlights hold light of their own, with texture and fine steps.'
  return { kind: 'real-hdr', sentence, reasons: ['highlights', ...REALITY] }
}

const percent = (share: number): string => {
  const value = share * 100
  return value === 0
    ? '0 %'
    : value < 0.001
      ? 'under 0.001 %'
      : `${value.toFixed(value < 0.1 ? 3 : value < 10 ? 2 : 1)} %`
}
const stops = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)} stops`
const count = (value: number): string => value.toLocaleString('en-US')

function verdict(
  id: string,
  title: string,
  state: ProofVerdict['state'],
  sentence: string,
  rest: { limit?: Threshold; frame?: number | null } = {},
): ProofVerdict {
  const { limit, frame = null } = rest
  return { id, title, state, sentence, frame, limit: limit ? { ...limit } : null }
}

const highlights: Judge = ({ greatestStops, lowestStops, highestStops, aboveOneShare, aboveWhiteShare }) => {
  const title = 'Highlights'
  if (greatestStops === null || lowestStops === null || highestStops === null) {
    return verdict('highlights', title, 'unknown', 'The frames hold no light.')
  }
  const range = `Light from ${stops(lowestStops)} to ${stops(highestStops)} around 18 %, the brightest sample at ${stops(greatestStops)}; ${percent(aboveOneShare)} of the pixels above 1.0, ${percent(aboveWhiteShare)} above diffuse white.`
  const state = greatestStops > THRESHOLDS.highlightStops.value ? 'good' : 'note'
  return verdict('highlights', title, state, range, { limit: THRESHOLDS.highlightStops })
}

const flatTop: Judge = ({ flatShare, flatOfTopStop }) => {
  const { flatShare: limit, flatOfTopStop: ofTop } = THRESHOLDS
  const isBad = flatShare >= limit.value && flatOfTopStop >= ofTop.value
  const plateaus = `${percent(flatShare)} of the frame and ${percent(flatOfTopStop)} of its top stop`
  const sentence = isBad
    ? `The highlights end in plateaus: ${plateaus} are as bright as their neighbors at the very top.`
    : `The highlights are not clipped: plateaus at the very top are ${plateaus}.`
  return verdict('flat-top', 'Clipped highlights', isBad ? 'bad' : 'good', sentence, { limit })
}

const banding: Judge = ({ combScore, codes }) => {
  const limit = THRESHOLDS.combScore
  const title = 'Steps'
  const least = codes.reduce<number | null>(
    (lowest, { distinct }) => (lowest === null || distinct < lowest ? distinct : lowest),
    null,
  )
  const used = least === null ? '' : ` The stop with fewest uses ${least} of 1,024 half codes.`
  if (combScore === null || combScore === 0) {
    return verdict('banding', title, 'unknown', `There is too little light to look for steps.${used}`)
  }
  const score = `${combScore.toFixed(0)} times the median`
  return combScore >= limit.value
    ? verdict(
        'banding',
        title,
        'bad',
        `The light stands in even steps, as 8-bit codes do: a line of ${score}.${used}`,
        { limit },
      )
    : verdict('banding', title, 'good', `No 8-bit steps: the strongest line is ${score}.${used}`, { limit })
}

const detail: Judge = ({ detailDecibels }) => {
  const limit = THRESHOLDS.detailDecibels
  const title = 'Detail'
  if (detailDecibels === null) {
    return verdict('detail', title, 'unknown', 'There is too little detail to tell its size.')
  }
  const figure = `${detailDecibels.toFixed(1).replace('-', '−')} dB in the finest octave`
  return detailDecibels <= limit.value
    ? verdict('detail', title, 'bad', `The picture is enlarged or smoothed: ${figure}.`, { limit })
    : verdict('detail', title, 'good', `The detail is that of the frame’s own size: ${figure}.`, { limit })
}

const gamuts: Judge = ({ outside }) => {
  const shares = GAMUTS.map((gamut) => `${GAMUT_NAMES[gamut]} ${percent(outside[gamut])}`)
  const state = outside.ap1 > 0 ? 'note' : 'good'
  return verdict('gamut', 'Gamut', state, `Pixels outside ${shares.join(', ')}.`)
}

const oddNumbers: Judge = ({ nanCount, infCount, negativeCount, negativeShare }) => {
  const sentence = `${count(nanCount)} NaN, ${count(infCount)} infinite and ${count(negativeCount)} negative samples (${percent(negativeShare)}).`
  const state = nanCount + infCount > 0 ? 'bad' : negativeCount > 0 ? 'note' : 'good'
  return verdict('odd-numbers', 'NaN, infinity, negatives', state, sentence)
}

const light: Judge = (figures) => {
  const parts = figures.light.map(
    ({ viewTitle, maxCll, maxFall }) =>
      `${viewTitle}: MaxCLL ${maxCll.toFixed(0)}, MaxFALL ${maxFall.toFixed(0)} nits`,
  )
  if (parts.length === 0) return verdict('light', 'Light level', 'unknown', 'No HDR view was given.')
  return verdict('light', 'Light level', 'good', `${parts.join('; ')}.`, {
    frame: figures.light[0]?.maxCllFrame,
  })
}

const flicker: Judge = ({ flickerStops, flickerFrame }) => {
  const limit = THRESHOLDS.flickerStops
  const title = 'Exposure from frame to frame'
  if (flickerStops === null) return verdict('flicker', title, 'unknown', 'There are fewer than three frames.')
  const isBad = flickerStops > limit.value
  const sentence = `The mean exposure departs from its neighbors by at most ${flickerStops.toFixed(3)} stops.`
  return verdict('flicker', title, isBad ? 'note' : 'good', sentence, { limit, frame: flickerFrame })
}

const color: Judge = ({ colorStep, colorDrift, colorStepFrame }) => {
  const limit = THRESHOLDS.colorStep
  const title = 'Color from frame to frame'
  if (colorStep === null || colorDrift === null) {
    return verdict('color', title, 'unknown', 'There is one frame only, or none with light.')
  }
  const sentence = `The mean color moves by at most ${colorStep.toFixed(4)} u′v′ in a frame and ${colorDrift.toFixed(4)} in all.`
  return verdict('color', title, colorStep > limit.value ? 'note' : 'good', sentence, {
    limit,
    frame: colorStepFrame,
  })
}

const still: Judge = ({ duplicateFrames, frozenFrames }) => {
  const state = duplicateFrames.length + frozenFrames.length > 0 ? 'note' : 'good'
  const sentence = `${count(duplicateFrames.length)} frames repeat the one before, ${count(frozenFrames.length)} more stand still.`
  const limit = THRESHOLDS.frozenShare
  return verdict('still', 'Duplicate and frozen frames', state, sentence, {
    limit,
    frame: duplicateFrames[0] ?? frozenFrames[0] ?? null,
  })
}

const blocks: Judge = ({ blockRatio }) => {
  const limit = THRESHOLDS.blockRatio
  const title = 'Compression blocks'
  if (blockRatio === null) return verdict('blocks', title, 'unknown', 'The frames are of one color.')
  const sentence = `Steps across the edges of 8 × 8 blocks are ${blockRatio.toFixed(2)} times those inside.`
  return verdict('blocks', title, blockRatio > limit.value ? 'note' : 'good', sentence, { limit })
}

const seam: Judge = ({ seamRatio }) => {
  const limit = THRESHOLDS.seamRatio
  const title = 'Loop seam'
  if (seamRatio === null) return verdict('seam', title, 'unknown', 'There is no motion to measure a seam by.')
  const sentence = `From the last frame to the first is ${seamRatio.toFixed(1)} times a usual step.`
  // Only a loop needs to close: whoever knows that it is one reads the figure.
  return verdict('seam', title, seamRatio <= limit.value ? 'good' : 'note', sentence, { limit })
}

const firstFrame: Judge = (figures) => {
  const limit = THRESHOLDS.firstFrameResidual
  const title = 'First frame against the prepared one'
  if (!figures.firstFrame) return verdict('first-frame', title, 'unknown', 'No prepared frame was given.')
  const { gainStops, residual } = figures.firstFrame
  const sentence = `The first frame is the prepared one at ${stops(gainStops)}; ${percent(residual)} of the light differs.`
  return verdict('first-frame', title, residual > limit.value ? 'note' : 'good', sentence, { limit })
}

const JUDGES: readonly Judge[] = [
  highlights,
  flatTop,
  banding,
  detail,
  gamuts,
  oddNumbers,
  light,
  flicker,
  color,
  still,
  blocks,
  seam,
  firstFrame,
]
