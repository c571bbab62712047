// Where a drop falls: on the list, on the keyframes at a frame, or simply on the window.

export interface DropPlace {
  kind: 'shot' | 'new-shot'
  /** Keyframe index under the pointer, when it is over the keyframes. */
  frame?: number
}

export function findDropPlace(target: EventTarget | null, clientX: number): DropPlace {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-drop]') : null
  if (element?.dataset['drop'] === 'new-shot') return { kind: 'new-shot' }
  if (element?.dataset['drop'] === 'timeline') {
    const { left, width } = element.getBoundingClientRect()
    const last = Number(element.dataset['lastFrame'])
    return { kind: 'shot', frame: toFrame((clientX - left) / width, last) }
  }
  return { kind: 'shot' }
}

/** The frame at a share of the strip; the ends are easy to hit. */
export function toFrame(share: number, lastFrame: number): number {
  return Math.min(lastFrame, Math.max(0, Math.round(share * lastFrame)))
}
