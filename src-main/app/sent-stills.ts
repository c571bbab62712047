// Which stills a service already holds, by the hash of their bytes: each goes up once for each service and account.
import { readFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { RunwareClient } from '../features/generation/runware-client'
import { writeJsonDurably } from '../disk/durable'
import { readDocument } from '../features/projects/read-documents'
import type { Clock } from '../ports/clock'

const sentSchema = z.object({
  version: z.literal(1),
  sent: z.array(
    z.object({ account: z.string(), sha256: z.string(), mediaUuid: z.string(), sentAt: z.number() }),
  ),
})
type Sent = z.infer<typeof sentSchema>['sent'][number]

export interface SentStills {
  /** The service's id of a PNG; uploads it when the service does not hold it. Rejects like `RunwareClient.upload`. */
  idFor(pngPath: string, sha256: string, signal?: AbortSignal): Promise<string>
  /** The service no longer has it: the next `idFor` sends it again. */
  forget(mediaUuid: string): Promise<void>
}

export interface SentStillsBook {
  /** `account` tells services and accounts apart and must not be the key itself. */
  of(account: () => string, client: Pick<RunwareClient, 'upload'>): SentStills
}

// Nothing is known of how long a service keeps them; a list that only grows helps nobody.
const ENTRIES_MAX = 2_000

/** What cannot be read is begun anew: at worst a still goes up twice, which costs nothing. */
export async function openSentStills(path: string, clock: Clock): Promise<SentStillsBook> {
  const found = await readDocument(path, sentSchema).catch(() => undefined)
  let sent: Sent[] = found?.sent ?? []
  const underWay = new Map<string, Promise<string>>()

  async function keep(next: Sent[]): Promise<void> {
    sent = next.slice(-ENTRIES_MAX)
    await writeJsonDurably(path, { version: 1, sent })
  }

  return {
    of: (account, client) => ({
      async idFor(pngPath, sha256, signal) {
        const owner = account()
        const known = sent.find((entry) => entry.account === owner && entry.sha256 === sha256)
        if (known) return known.mediaUuid
        const name = `${owner} ${sha256}`
        const upload =
          underWay.get(name) ??
          (async () => {
            const mediaUuid = await client.upload(await readFile(pngPath), 'image/png', randomUUID(), signal)
            await keep([...sent, { account: owner, sha256, mediaUuid, sentAt: clock.now() }])
            return mediaUuid
          })().finally(() => underWay.delete(name))
        underWay.set(name, upload)
        return upload
      },
      forget: (mediaUuid) => keep(sent.filter((entry) => entry.mediaUuid !== mediaUuid)),
    }),
  }
}
