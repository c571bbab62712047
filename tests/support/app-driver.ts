// Drives an application through its door as the window would, and waits for takes by events.
import { createAppClient, type AppClient } from '#shared/contract/client'
import type { TakeView } from '#shared/contract/views'
import { createApp, type App } from '../../src-main/app/create-app'
import type { Host } from '../../src-main/app/host'
import { followTake } from '../../src-main/commands/follow-take'

export interface AppDriver {
  app: App
  client: AppClient
  notices: { code: string; takeId: string | null }[]
  /** The take when it rests. */
  rest(takeId: string): Promise<TakeView>
  takes(): Promise<TakeView[]>
}

export async function startApp(host: Host, projectFolder?: string): Promise<AppDriver> {
  const app = createApp(host, projectFolder === undefined ? {} : { projectFolder })
  const client = createAppClient(app)
  const notices: AppDriver['notices'] = []
  client.on('noticePosted', (notice) => notices.push(notice))
  await app.start()
  return {
    app,
    client,
    notices,
    rest: (takeId) => followTake({ app, client }, takeId, () => undefined),
    takes: async () => (await client.call.getSnapshot({})).shots.flatMap((shot) => shot.takes),
  }
}
