// Names of files and folders: safe on macOS, Windows and Linux, and telling practice from bought at a glance.
import { FRAME_PADDING, padFrameNumber } from './frame-time'

export type TakeOrigin = 'bought' | 'practice' | 'ingested'

const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i

/** `v001` */
export function takeVersion(number: number): string {
  return `v${String(number).padStart(3, '0')}`
}

/** `SH010_v001`, or `SH010_v001_practice`: the base of every file of a take. */
export function takeBaseName(shotName: string, takeNumber: number, origin: TakeOrigin): string {
  return `${shotName}_${takeVersion(takeNumber)}${origin === 'practice' ? '_practice' : ''}`
}

/** `SH010_v001.1001.exr` */
export function frameFileName(baseName: string, frameNumber: number, padding = FRAME_PADDING): string {
  return `${baseName}.${padFrameNumber(frameNumber, padding)}.exr`
}

/** The printf pattern of a conformed sequence, for tools that take one: `SH010_v001.%04d.exr`. */
export function framePattern(baseName: string, padding = FRAME_PADDING): string {
  return `${baseName}.%0${padding}d.exr`
}

/** `SH010`, `SH020`, … : the next free name after those taken. */
export function nextShotName(taken: readonly string[]): string {
  let highest = 0
  for (const name of taken) {
    const match = /^SH(\d+)$/i.exec(name)
    if (match) highest = Math.max(highest, Number(match[1]))
  }
  const next = (Math.floor(highest / 10) + 1) * 10
  return `SH${String(next).padStart(3, '0')}`
}

/** A file name of `A-Z a-z 0-9 . _ -` only, never empty, never reserved on Windows, at most 80 characters. */
export function toSafeFileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 80)
    .replace(/[._-]+$/, '')
  if (plain === '') return 'unnamed'
  return RESERVED.test(plain) ? `_${plain}` : plain
}

/** Whether Windows takes a name, with whatever extension, for a device. */
export function isReservedName(name: string): boolean {
  return RESERVED.test(name.trimEnd())
}

/** Whether a name can be a shot's: it becomes a folder and the start of every file name. */
export function isShotName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/.test(name) && !RESERVED.test(name)
}
