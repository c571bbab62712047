// Notices when a take that was under way comes to its end, and takes the artist there without taking anything away.
import type { ShotView } from '#shared/contract/views'
import { takeVersion } from '#shared/domain/names'
import { takeFrameCount } from '#shared/domain/take'
import type { Notices } from './notices.svelte'
import { isRunning } from './project-document.svelte'
import type { ViewState } from './view-state.svelte'

interface Options {
  view: ViewState
  notices: Notices
  /** Whether a text field has the focus: then nothing is taken from under the hands. */
  isTyping(): boolean
}

export type Arrivals = ReturnType<typeof createArrivals>

export function createArrivals({ view, notices, isTyping }: Options) {
  let running: ReadonlySet<string> = new Set()

  return {
    look(shots: readonly ShotView[]): void {
      const before = running
      running = new Set(shots.flatMap((shot) => shot.takes.filter(isRunning).map((take) => take.id)))
      for (const shot of shots) {
        for (const take of shot.takes) {
          if (!before.has(take.id) || running.has(take.id) || takeFrameCount(take) === 0) continue
          // Whoever is already looking at this take sees it arrive.
          if (view.tab === 'viewer' && view.take?.id === take.id) continue
          if (view.tab === 'bench' && view.shot?.name === shot.name && !isTyping()) {
            view.showTake(shot.name, take.id)
            continue
          }
          notices.post({
            tone: 'plain',
            words: { happened: `${shot.name} ${takeVersion(take.number)} has arrived.`, todo: '' },
            action: { label: 'Open in the viewer', run: () => view.showTake(shot.name, take.id) },
          })
        }
      }
    },
  }
}
