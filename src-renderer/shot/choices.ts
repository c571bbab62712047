// Which choices a shot leaves open, why the others are closed, and the way to each of them. Pure.
import type { CanvasTable } from '#shared/domain/canvas'
import { toPrice } from '#shared/domain/prices'
import { refusals } from '#shared/domain/rules'
import type { Shot, ShotPatch } from '#shared/domain/shot'
import { patchShot } from '#shared/domain/shot-edits'

export interface ClosedChoice {
  /** One sentence for each rule in the way. */
  reasons: string[]
  /** Everything that has to change, the choice itself among it; undefined when there is no way. */
  way?: { label: string; patch: ShotPatch }
}

// More rules than this never stand in one choice's way.
const STEPS_MAX = 5

/**
 * Undefined when the choice is open: it breaks no rule that the shot keeps now. `name` is the choice in words,
 * `canvases` the sizes in force. With `all`, rules that are broken already close it too.
 */
export function closedChoice(
  shot: Shot,
  choice: ShotPatch,
  name: string,
  canvases?: CanvasTable,
  counted: 'new' | 'all' = 'new',
): ClosedChoice | undefined {
  const kept = counted === 'all' ? [] : refusals(shot, canvases)
  const known = new Set([...kept.map((finding) => finding.id), 'prompt-length'])
  const news = refusals(patchShot(shot, choice, canvases), canvases).filter(
    (finding) => !known.has(finding.id),
  )
  if (news.length === 0) return undefined
  const reasons = news.map((finding) => finding.reason)
  const way = findWay(shot, choice, canvases)
  return way
    ? { reasons, way: { label: `${way.labels.join(', ')} and ${name}`, patch: way.patch } }
    : { reasons }
}

/** Takes the first remedy of each broken rule that does not undo the choice, until none is broken but the prompt's. */
function findWay(
  shot: Shot,
  choice: ShotPatch,
  canvases: CanvasTable | undefined,
): { labels: string[]; patch: ShotPatch } | undefined {
  let patch = choice
  const labels: string[] = []
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const broken = refusals(patchShot(shot, patch, canvases), canvases).filter(
      (finding) => finding.id !== 'prompt-length',
    )
    const [first] = broken
    if (!first) return labels.length > 0 ? { labels, patch } : undefined
    const remedy = first.remedies.find((known) => !Object.keys(known.patch).some((key) => key in patch))
    if (!remedy) return undefined
    labels.push(labels.length === 0 ? remedy.label : remedy.label.toLowerCase())
    patch = { ...patch, ...remedy.patch }
  }
  return undefined
}

/** Whether the model offers the combination at all; practice shows what it would cost. */
export function priceOf(shot: Shot): { usd: number; isEstimate: boolean } | undefined {
  return toPrice(shot.tier, shot.range, shot.duration)
}
