// Keys to commands. Pure: it is told what has the focus, it touches nothing.
import { toLookAct, type LookAct } from '../viewer/look-keys'

export type Command =
  | { name: 'open-stills' | 'paste' | 'new-shot' | 'undo' | 'redo' | 'show-service' }
  | { name: 'toggle-play' | 'pause' | 'play-forward' | 'play-reverse' | 'go-first' | 'go-last' }
  | { name: 'step'; frames: number }
  | { name: 'look'; act: LookAct }

export interface PressedKey {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

export interface Focus {
  /** In a field that takes text. */
  isText: boolean
  /** On something that Space or Enter presses. */
  isPressable: boolean
  isViewer: boolean
}

/** Frames a shifted arrow steps: half a second. */
const LONG_STEP = 12

export function toCommand(pressed: PressedKey, focus: Focus): Command | undefined {
  const key = pressed.key.toLowerCase()
  const look = focus.isText || !focus.isViewer ? undefined : toLookAct(key, pressed)
  if (pressed.altKey)
    return look && !pressed.ctrlKey && !pressed.metaKey ? { name: 'look', act: look } : undefined
  if (pressed.ctrlKey || pressed.metaKey) {
    // In a text field undo is the field's own, stroke by stroke.
    if (key === 'z' && !focus.isText) return { name: pressed.shiftKey ? 'redo' : 'undo' }
    if (pressed.shiftKey) return undefined
    if (key === 'y' && !focus.isText) return { name: 'redo' }
    if (key === 'o') return { name: 'open-stills' }
    if (key === 'n') return { name: 'new-shot' }
    if (key === 'v' && !focus.isText) return { name: 'paste' }
    return undefined
  }
  if (focus.isText || !focus.isViewer) return undefined
  return look ? { name: 'look', act: look } : toTransport(key, pressed.shiftKey, focus)
}

function toTransport(key: string, isShifted: boolean, focus: Focus): Command | undefined {
  switch (key) {
    case ' ':
      return focus.isPressable ? undefined : { name: 'toggle-play' }
    case 'j':
      return { name: 'play-reverse' }
    case 'k':
      return { name: 'pause' }
    case 'l':
      return { name: 'play-forward' }
    case 'arrowleft':
      return { name: 'step', frames: isShifted ? -LONG_STEP : -1 }
    case 'arrowright':
      return { name: 'step', frames: isShifted ? LONG_STEP : 1 }
    case 'home':
      return { name: 'go-first' }
    case 'end':
      return { name: 'go-last' }
    default:
      return undefined
  }
}
