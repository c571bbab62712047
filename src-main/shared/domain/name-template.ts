// Names of sequences from tokens: what a template may say, what it makes of a take, and whether every system and
// every grading suite can open the result.
import { takeVersion, type TakeOrigin } from './names'

export const NAME_TOKENS = ['project', 'shot', 'version'] as const
type NameToken = (typeof NAME_TOKENS)[number]

/** Every name ends so: grading suites find a sequence by the number between two dots. */
export const FRAME_ENDING = '.{frame}.exr'
export const DEFAULT_NAME_TEMPLATE = `{shot}_v{version}${FRAME_ENDING}`

/** `_aces` is how Flame's and Nuke's rules know ACES2065-1; without it both guess ACEScg. */
export const NAME_PRESETS: readonly { id: string; label: string; template: string }[] = [
  { id: 'plain', label: 'Shot and version', template: DEFAULT_NAME_TEMPLATE },
  { id: 'flame', label: 'Flame', template: `{shot}_v{version}_aces${FRAME_ENDING}` },
  { id: 'nuke', label: 'Nuke', template: `{shot}_aces_v{version}${FRAME_ENDING}` },
  { id: 'show', label: 'Show, shot and version', template: `{project}_{shot}_v{version}${FRAME_ENDING}` },
]

/** The longest path that Windows and the delivery specifications allow, in characters. */
export const PATH_MAX = 256

export type TemplateProblem = 'ending' | 'version' | 'token' | 'characters'

/** Why a template cannot name sequences; null when it can. */
export function templateProblem(template: string): TemplateProblem | null {
  if (!template.endsWith(FRAME_ENDING)) return 'ending'
  const base = template.slice(0, -FRAME_ENDING.length)
  const literal = base.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => (isToken(name) ? '' : whole))
  if (/[{}]/.test(literal)) return 'token'
  // Without both, two takes would have one name.
  if (!base.includes('{version}') || !base.includes('{shot}')) return 'version'
  return /^[A-Za-z0-9._-]*$/.test(literal) && /^[A-Za-z0-9{]/.test(base) ? null : 'characters'
}

export interface NamedTake {
  projectName: string
  shotName: string
  number: number
  origin: TakeOrigin
}

/** `SH010_v001_aces`: the template without its ending, filled in. Practice is told at a glance. */
export function sequenceBaseName(template: string, take: NamedTake): string {
  const values: Record<NameToken, string> = {
    project: toNamePart(take.projectName),
    shot: take.shotName,
    version: takeVersion(take.number).slice(1),
  }
  const base = template
    .slice(0, -FRAME_ENDING.length)
    .replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => (isToken(name) ? values[name] : whole))
  return take.origin === 'practice' ? `${base}_practice` : base
}

/** Letters, digits and `_` of a name that may hold anything; `show` where nothing is left. */
function toNamePart(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40)
  return plain === '' ? 'show' : plain
}

function isToken(name: string): name is NameToken {
  return NAME_TOKENS.some((token) => token === name)
}
