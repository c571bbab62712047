// The whole project as the window sees it, built anew from the store: files become media ids, nothing is kept.
import { join } from 'node:path'
import type { EventPayload } from '#shared/contract/events'
import type { Snapshot, StillView, TakeView } from '#shared/contract/views'
import type { Still } from '#shared/domain/shot'
import type { Take } from '#shared/domain/take'
import { ffmpegRemedies } from '../features/ffmpeg/find-ffmpeg'
import { takePaths } from '../features/projects/project-paths'
import type { CanvasSource } from '../features/generation/canvas-table'
import type { ProjectStore } from '../features/projects/project-store'
import type { FfmpegCapabilities } from '../ports/ffmpeg'
import type { Activities } from './activities'
import { canAskAgain } from './ask-again'
import { fitShot } from './fit-shots'
import { spendingOf } from './buy-take'
import type { Example } from './examples'
import type { Host } from './host'
import type { MediaRegistry } from './media-registry'
import type { Services } from './services'
import type { Settings } from './settings'
import type { StillViews } from './still-views'
import type { TakeQueue } from './take-queue'

export interface SnapshotSources {
  host: Host
  store: ProjectStore
  settings: Settings
  services: Services
  capabilities: FfmpegCapabilities
  canvases: CanvasSource
  activities: Activities
  media: MediaRegistry
  stillViews: StillViews
  queue: TakeQueue
  examples: readonly Example[]
  revision: Snapshot['revision']
}

export function buildSnapshot(sources: SnapshotSources): Snapshot {
  const { host, store, settings, services, capabilities, canvases, media } = sources
  const shots = store.shots()
  return {
    appVersion: host.appVersion,
    revision: sources.revision,
    service: services.view(),
    project: {
      ...store.project,
      folderLabel: store.folder,
      isEmpty: shots.length === 0,
      readOnly: toReadOnly(store),
    },
    shots: shots.map((shot) => ({
      ...fitShot(shot, canvases.table()),
      stills: shot.stills.map((still) => toStillView(sources, still)),
      takes: store
        .takes(shot.name)
        .sort((a, b) => b.number - a.number)
        .map((take) => toTakeView(sources, take)),
      nextTakeNumber: store.nextTakeNumber(shot.name),
      history: store.historyLabels(shot.name),
    })),
    ...toMoneyView(sources),
    examples: sources.examples.map(({ id, title, path }) => ({ id, title, mediaId: media.register(path) })),
    tools: {
      ffmpeg: {
        status: capabilities.status,
        version: capabilities.version,
        missing: capabilities.missing,
        consequences: capabilities.consequences,
        remedies: capabilities.status === 'ready' ? [] : ffmpegRemedies(host.platform),
      },
    },
    settings: { surround: settings.surround, timeUnit: settings.timeUnit, guides: settings.guides },
    canvases: { table: [...canvases.table()], readAt: canvases.readAt() },
    queue: sources.queue.view(),
  }
}

/** One take after a step, with what moves along with it. */
export function toTakeChange(
  sources: Pick<SnapshotSources, 'store' | 'activities' | 'media' | 'queue'>,
  takeId: string,
): EventPayload<'takeChanged'> {
  const take = toTakeView(sources, sources.store.take(takeId))
  return { take, queue: sources.queue.view(), ...toMoneyView(sources) }
}

/** What is spent and what waits, of bought takes. */
export function toMoneyView({ store }: Pick<SnapshotSources, 'store'>) {
  const { spentUsd, waitingUsd } = spendingOf(store)
  return { spentUsd, waitingUsd }
}

function toReadOnly({ holder }: ProjectStore): Snapshot['project']['readOnly'] {
  return holder === null ? null : { holder: holder.name }
}

function toStillView({ stillViews }: SnapshotSources, still: Still): StillView {
  return { ...still, ...stillViews.mediaIds(still) }
}

export function toTakeView(
  { store, activities, media }: Pick<SnapshotSources, 'store' | 'activities' | 'media'>,
  take: Take,
): TakeView {
  const { request: _request, preparedFrames: _frames, ...rest } = take
  // Of what lies in the trash there is nothing left to look at.
  const isGone = take.state === 'trashed'
  const paths = takePaths(store.folder, take.shotName, take.number)
  const proxy = (name: string | null | undefined): string | null =>
    name && !isGone ? media.register(join(paths.proxies, name), take.id) : null
  return {
    ...rest,
    ...(isGone ? { sequence: null, video: null, proxies: null } : {}),
    activity: activities.get(take.id),
    isUnsent: take.origin !== 'ingested' && !store.isPosted(take.id),
    canDownloadAgain: canAskAgain(store, take),
    posterMediaId: proxy(take.proxies?.poster),
    sdrProxyMediaId: proxy(take.proxies?.sdr),
    hdrProxyMediaId: proxy(take.proxies?.hdr),
    videoMediaId:
      take.video && !isGone
        ? media.register(join(paths.received, take.video.fileName), take.video.sha256)
        : null,
  }
}
