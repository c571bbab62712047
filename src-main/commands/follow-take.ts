// An application without a window, and a take followed from the click to its rest, through the same door the window
// uses.
import { createAppClient, type AppClient } from '#shared/contract/client'
import type { QueueView, TakeActivity, TakeView } from '#shared/contract/views'
import { hasArrived, isFinished } from '#shared/domain/take'
import { createApp, type App } from '../app/create-app'
import { createHeadlessHost } from './headless-host'
import type { Voice } from './command'

export interface Headless {
  app: App
  client: AppClient
}

/** Starts the application on a project folder. The caller closes it. */
export async function startHeadless(
  voice: Voice,
  projectFolder: string,
  options: { userData?: string; service?: 'practice' | 'runware' | undefined } = {},
): Promise<Headless> {
  const host = createHeadlessHost({ log: (line) => voice.say(line), folder: options.userData })
  const app = createApp(host, { projectFolder, service: options.service })
  await app.start()
  return { app, client: createAppClient(app) }
}

/**
 * Resolves with the take when it rests: finished with its proxies, failed, damaged or parked; or when it waits and
 * nobody is there to let it go on, because the queue is paused or the key or the credit was refused.
 */
export async function followTake(
  { client }: Headless,
  takeId: string,
  onActivity: (activity: TakeActivity) => void,
): Promise<TakeView> {
  const find = (shots: readonly { takes: readonly TakeView[] }[]): TakeView | undefined =>
    shots.flatMap((shot) => shot.takes).find((take) => take.id === takeId)
  const undo: (() => void)[] = []
  try {
    return await new Promise<TakeView>((resolve, reject) => {
      const look = (take: TakeView | undefined, queue: QueueView): void => {
        if (take && (isResting(take) || isHeld(take, queue))) resolve(take)
      }
      undo.push(client.on('projectChanged', ({ shots, queue }) => look(find(shots), queue)))
      undo.push(
        client.on('takeChanged', ({ take, queue }) => {
          if (take.id === takeId) look(take, queue)
        }),
      )
      undo.push(
        client.on('takeProgress', (event) => {
          if (event.takeId === takeId && event.activity) onActivity(event.activity)
        }),
      )
      client.call.getSnapshot({}).then(({ shots, queue }) => look(find(shots), queue), reject)
    })
  } finally {
    for (const off of undo) off()
  }
}

function isHeld({ id }: TakeView, { waiting, flow, holds }: QueueView): boolean {
  if (!waiting.includes(id)) return false
  return flow !== 'going' || holds.some(({ kind }) => kind === 'key' || kind === 'money')
}

/** Whether nothing more happens to a take by itself. */
export function isResting(take: TakeView): boolean {
  if (take.activity !== null) return false
  if (take.state === 'parked') return true
  return isFinished(take.state) && (!hasArrived(take.state) || take.proxies !== null || take.failure !== null)
}
