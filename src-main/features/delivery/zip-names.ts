// Which names inside an archive are let in, and what they become on the disk. Pure; one rule, one code.
import { isReservedName, toSafeFileName } from '#shared/domain/names'

export type NameRule =
  | 'absolute-path'
  | 'parent-path'
  | 'drive-letter'
  | 'backslash'
  | 'control-character'
  | 'empty-name'
  | 'name-too-long'
  | 'reserved-name'
  | 'trailing-dot'
  | 'trailing-space'
  | 'nested-archive'

export type TwinRule = 'duplicate-name' | 'duplicate-case' | 'duplicate-unicode' | 'duplicate-safe-name'

const NESTED = /\.(zip|7z|rar|tar|gz|tgz|bz2|tbz|xz|txz|zst|lz4|cab|iso|dmg|jar)$/i
/** The whole name; what any file system's path allows, and more than any delivery's. */
const NAME_MAX = 1024

/** Folders, and what file managers leave in archives. */
export function isLeftOut(filename: string): boolean {
  const steps = filename.split('/')
  const name = steps.at(-1) ?? ''
  const isJunk = ['thumbs.db', 'desktop.ini', 'icon\r'].includes(name.toLowerCase())
  return name === '' || name.startsWith('.') || isJunk || steps.includes('__MACOSX')
}

/** The rule a name breaks; whatever leads out of the folder comes first. Names of folders end in `/`. */
export function brokenNameRule(filename: string): NameRule | undefined {
  if (/^[A-Za-z]:/.test(filename)) return 'drive-letter'
  if (/^[\\/]/.test(filename)) return 'absolute-path'
  if (filename.split(/[\\/]/).includes('..')) return 'parent-path'
  if (filename.includes('\\')) return 'backslash'
  if (filename.length > NAME_MAX) return 'name-too-long'
  const steps = filename.replace(/\/$/, '').split('/')
  if (steps.some((step) => step === '')) return 'empty-name'
  if (isLeftOut(filename) && !filename.endsWith('/')) return undefined
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(filename)) return 'control-character'
  if (steps.some(isReservedName)) return 'reserved-name'
  if (steps.some((step) => step !== '.' && step.endsWith('.'))) return 'trailing-dot'
  if (steps.some((step) => step.endsWith(' '))) return 'trailing-space'
  return NESTED.test(filename) ? 'nested-archive' : undefined
}

export type NamedEntries =
  | { names: string[] }
  /** The second of two that would be one file on some disk. */
  | { twin: string; rule: TwinRule }

/** A flat, safe name for each entry, with its folders in front so that two sequences in one archive stay apart. */
export function nameEntries(filenames: readonly string[]): NamedEntries {
  const seen = { exact: new Set<string>(), folded: new Set<string>(), composed: new Set<string>() }
  const taken = new Set<string>()
  const names: string[] = []
  for (const filename of filenames) {
    const folded = filename.toLowerCase()
    const composed = folded.normalize('NFKC')
    const name = flatName(filename)
    if (seen.exact.has(filename)) return { twin: filename, rule: 'duplicate-name' }
    if (seen.folded.has(folded)) return { twin: filename, rule: 'duplicate-case' }
    if (seen.composed.has(composed)) return { twin: filename, rule: 'duplicate-unicode' }
    if (taken.has(name.toLowerCase())) return { twin: filename, rule: 'duplicate-safe-name' }
    seen.exact.add(filename)
    seen.folded.add(folded)
    seen.composed.add(composed)
    taken.add(name.toLowerCase())
    names.push(name)
  }
  return { names }
}

// The end of a name carries the frame number and the extension, so a long one loses its beginning.
function flatName(filename: string): string {
  const plain = filename
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/\/+/g, '_')
  return toSafeFileName(plain.slice(-76))
}
