// What a proof has to say of a delivery, one thing at a time: a stable code, how bad it is, which frame, a sentence.
import { z } from 'zod'

export const SEVERITIES = ['damage', 'warning', 'note'] as const

export const findingSchema = z.object({
  /** Stable: the EXR room's own for what is wrong inside a file, `frame-missing`, `size-differs`, `count-not-as-asked`, … */
  code: z.string(),
  /** `damage`: a frame cannot be used, or what was asked for is not there. `warning`: usable, to be known. */
  severity: z.enum(SEVERITIES),
  /** The conformed number; null where it concerns the whole. */
  frame: z.number().int().nullable(),
  sentence: z.string(),
})
export type Finding = z.infer<typeof findingSchema>

/** As many as a take keeps: the rest is counted in the last one. */
export const FINDINGS_MAX = 400

export const isDamage = ({ severity }: Finding): boolean => severity === 'damage'

/** The conformed numbers of the frames that cannot be used, in order, each once. */
export function badFramesOf(findings: readonly Finding[]): number[] {
  const frames = findings.flatMap((finding) =>
    isDamage(finding) && finding.frame !== null ? [finding.frame] : [],
  )
  return [...new Set(frames)].sort((one, other) => one - other)
}

/** The worst first, then by frame, and no more than a take keeps. */
export function orderFindings(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity)
  const ordered = [...findings].sort(
    (one, other) => rank(one) - rank(other) || (one.frame ?? -1) - (other.frame ?? -1),
  )
  if (ordered.length <= FINDINGS_MAX) return ordered
  const left = ordered.length - FINDINGS_MAX + 1
  const sentence = `${left} more findings are not listed.`
  return [
    ...ordered.slice(0, FINDINGS_MAX - 1),
    { code: 'more-findings', severity: 'note', frame: null, sentence },
  ]
}
