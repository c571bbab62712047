// Carries out commands, from the keys and from the menu alike.
import type { EventPayload } from '#shared/contract/events'
import type { ViewerState } from '../viewer/viewer-state.svelte'
import type { Acts } from './acts'
import { toCommand, type Command } from './shortcuts'
import type { ViewState } from './view-state.svelte'

interface Options {
  acts: Acts
  view: ViewState
  viewer: Pick<ViewerState, 'playhead' | 'look'>
}

const TEXT = 'input, textarea, [contenteditable]'
const PRESSABLE = 'button, a, summary, [role=menuitem], [role=option]:not([aria-selected=true])'

const isWithin = (element: Element | null, selector: string): boolean =>
  element !== null && element.closest(selector) !== null

export function createCommands({ acts, view, viewer: { playhead, look } }: Options) {
  function run(command: Command): void {
    switch (command.name) {
      case 'open-stills':
        return void acts.pickStills()
      case 'paste':
        return void acts.pasteStill()
      case 'new-shot':
        return void acts.createShot()
      case 'show-service':
        view.isServiceShown = true
        return
      case 'undo':
        return void (view.shot && acts.undo(view.shot.name))
      case 'redo':
        return void (view.shot && acts.redo(view.shot.name))
      case 'toggle-play':
        return playhead.toggle()
      case 'pause':
        return playhead.pause()
      case 'play-forward':
        return playhead.playForward()
      case 'play-reverse':
        return playhead.playReverse()
      case 'go-first':
        return playhead.goTo(0)
      case 'go-last':
        return playhead.goTo(playhead.lastFrame)
      case 'step':
        return playhead.step(command.frames)
      case 'look':
        return look.act(command.act)
    }
  }

  return {
    /** For the window's keydown: what an element has handled itself is left alone. */
    onkeydown(event: KeyboardEvent): void {
      if (event.defaultPrevented) return
      const element = event.target instanceof Element ? event.target : null
      const command = toCommand(event, {
        isText: isWithin(element, TEXT),
        isPressable: isWithin(element, PRESSABLE),
        isViewer: view.tab === 'viewer',
      })
      if (!command) return
      event.preventDefault()
      run(command)
    },
    give(command: EventPayload<'commandGiven'>['command']): void {
      if (command === 'choose-project') void acts.chooseProject()
      // The menu takes the keys before a field does; the field's own undo is asked for by name.
      else if ((command === 'undo' || command === 'redo') && isWithin(document.activeElement, TEXT))
        document.execCommand(command)
      else run({ name: command })
    },
  }
}
