// The keys of the stage's look, as Nuke and RV have them where they agree. Pure.
import type { Channel } from './gl/picture-settings'

export type LookAct =
  | { kind: 'fit' | 'reset' | 'keys' }
  | { kind: 'zoom-to'; zoom: number }
  | { kind: 'zoom'; direction: 1 | -1 }
  /** Where the eye goes, in steps. */
  | { kind: 'pan'; x: number; y: number }
  | { kind: 'channel'; channel: Channel }
  | { kind: 'expose'; stops: number }
  | { kind: 'mirror'; axis: 'x' | 'y' }

const EXPOSURE_STEP = 0.5

const PLAIN: Record<string, LookAct> = {
  f: { kind: 'fit' },
  '1': { kind: 'zoom-to', zoom: 1 },
  '+': { kind: 'zoom', direction: 1 },
  '=': { kind: 'zoom', direction: 1 },
  '-': { kind: 'zoom', direction: -1 },
  r: { kind: 'channel', channel: 'red' },
  g: { kind: 'channel', channel: 'green' },
  b: { kind: 'channel', channel: 'blue' },
  a: { kind: 'channel', channel: 'alpha' },
  y: { kind: 'channel', channel: 'luma' },
  c: { kind: 'channel', channel: 'color' },
  '[': { kind: 'expose', stops: -EXPOSURE_STEP },
  ']': { kind: 'expose', stops: EXPOSURE_STEP },
  '0': { kind: 'reset' },
  '?': { kind: 'keys' },
}

const SHIFTED: Record<string, LookAct> = {
  // On many keyboards plus is a shifted key.
  '+': { kind: 'zoom', direction: 1 },
  '?': { kind: 'keys' },
  x: { kind: 'mirror', axis: 'x' },
  y: { kind: 'mirror', axis: 'y' },
}

const WITH_ALT: Record<string, LookAct> = {
  arrowleft: { kind: 'pan', x: -1, y: 0 },
  arrowright: { kind: 'pan', x: 1, y: 0 },
  arrowup: { kind: 'pan', x: 0, y: -1 },
  arrowdown: { kind: 'pan', x: 0, y: 1 },
}

/** `key` in lower case. */
export function toLookAct(key: string, held: { shiftKey: boolean; altKey: boolean }): LookAct | undefined {
  const keys = held.altKey ? WITH_ALT : held.shiftKey ? SHIFTED : PLAIN
  return Object.hasOwn(keys, key) ? keys[key] : undefined
}

/** Every key of the viewer in words, for a sheet. */
export const VIEWER_KEYS: readonly (readonly [keys: string, words: string])[] = [
  ['Space', 'Play, pause'],
  ['J K L', 'Backwards, stop, forward; L again doubles'],
  ['← →', 'One frame; with Shift twelve'],
  ['Home End', 'First frame, last frame'],
  ['F', 'Fit'],
  ['1', 'One picture pixel to a screen pixel'],
  ['+ −', 'Zoom in, zoom out'],
  ['Alt ← → ↑ ↓', 'Move over the picture'],
  ['R G B A Y', 'Red, green, blue, alpha, luma alone; again for all'],
  ['C', 'All channels'],
  ['[ ]', 'Half a stop down, half a stop up'],
  ['Shift X, Shift Y', 'Mirror left to right, top to bottom'],
  ['0', 'Look as it was'],
  ['?', 'This sheet'],
]
