// What a rule of the model is, and which of them a shot breaks. The rules themselves are in rule-table.ts.
import type { CanvasTable } from './canvas'
import { RULES } from './rule-table'
import type { Shot, ShotPatch } from './shot'

export { KEYFRAMES_MAX, PROMPT_MAX } from './limits'

/** `doc`: the provider's documentation; `luma`: the model maker's; `inferred`: follows from them; `unknown`: not settled. */
export type RuleGrade = 'doc' | 'luma' | 'inferred' | 'unknown'

export interface Remedy {
  label: string
  patch: ShotPatch
}

export interface Rule {
  id: string
  grade: RuleGrade
  /** Refusing rules stop a take; advising ones speak where the choice is made; noting ones beside the request. */
  weight: 'refuses' | 'advises' | 'notes'
  isBroken(shot: Shot, canvases?: CanvasTable): boolean
  reason(shot: Shot, canvases?: CanvasTable): string
  /** The nearest legal shots: each label says what its patch changes. */
  remedies(shot: Shot, canvases?: CanvasTable): Remedy[]
}

export interface RuleFinding {
  id: string
  grade: RuleGrade
  weight: Rule['weight']
  reason: string
  remedies: Remedy[]
}

export function checkRules(shot: Shot, canvases?: CanvasTable): RuleFinding[] {
  return RULES.filter((rule) => rule.isBroken(shot, canvases)).map((rule) => ({
    id: rule.id,
    grade: rule.grade,
    weight: rule.weight,
    reason: rule.reason(shot, canvases),
    remedies: rule.remedies(shot, canvases),
  }))
}

/** Whether a take can be made; findings that only advise do not stop it. */
export function refusals(shot: Shot, canvases?: CanvasTable): RuleFinding[] {
  return checkRules(shot, canvases).filter((finding) => finding.weight === 'refuses')
}
