// Notices when a take that was under way comes to its end, and takes the artist there without taking anything away.
import type { ShotView, TakeView } from '#shared/contract/views'
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

const TOPIC = 'arrivals'

export function createArrivals({ view, notices, isTyping }: Options) {
  let running: ReadonlySet<string> = new Set()
  /** Arrived since the artist last dismissed the word of it. */
  let told = 0

  function tell(shot: ShotView, take: TakeView): void {
    told = notices.list.some((notice) => notice.topic === TOPIC) ? told + 1 : 1
    const name = `${shot.name} ${takeVersion(take.number)}`
    notices.post({
      tone: 'plain',
      topic: TOPIC,
      words: {
        happened: told === 1 ? `${name} has arrived.` : `${told} takes have arrived, the last one ${name}.`,
        todo: '',
      },
      action: { label: 'Open in the viewer', run: () => view.showTake(shot.name, take.id) },
    })
  }

  return {
    look(shots: readonly ShotView[]): void {
      const before = running
      running = new Set(shots.flatMap((shot) => shot.takes.filter(isRunning).map((take) => take.id)))
      for (const shot of shots) {
        for (const take of shot.takes) {
          if (!before.has(take.id) || running.has(take.id) || takeFrameCount(take) === 0) continue
          // Whoever is already looking at this take sees it arrive.
          if (view.tab === 'viewer' && view.take?.id === take.id) continue
          // While others are still to come, going from one to the next would leave nobody in peace.
          const isLast = running.size === 0
          if (isLast && view.tab === 'bench' && view.shot?.name === shot.name && !isTyping())
            view.showTake(shot.name, take.id)
          else tell(shot, take)
        }
      }
    },
  }
}
