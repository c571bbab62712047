// The two services a take can be made with: the practice one on this machine, and the paid one. A take is driven by
// the service of its own origin, whatever the artist has chosen since.
import { createHash } from 'node:crypto'
import { Failure } from '#shared/domain/failure'
import type { ServiceView } from '#shared/contract/views'
import type { Take } from '#shared/domain/take'
import { assertMediaAddress, toEndpoint, type Endpoint } from '../features/generation/endpoint'
import { PRACTICE_SCHEDULE, REMOTE_SCHEDULE } from '../features/generation/poll-schedule'
import { createRunwareClient, type RunwareClient } from '../features/generation/runware-client'
import { createTaskFate, type TaskFate } from '../features/generation/task-fate'
import { findDrill } from '../features/practice/drills'
import type { PracticeService } from '../features/practice/practice-service'
import type { Host } from './host'
import type { KeyRing } from './key-ring'
import type { SentStills, SentStillsBook } from './sent-stills'
import type { SettingsStore } from './settings'

export interface Service {
  client: RunwareClient
  fate: TaskFate
  stills: SentStills
  /** Throws `service-address` unless a result of this service may be fetched from there. */
  assertMedia(address: string): void
}

export interface Services {
  /** The origin of the next take. */
  current(): 'practice' | 'bought'
  /** `bought` without a key rejects its calls with `service-key`; no service is that of an ingested take. */
  of(origin: Take['origin']): Service
  view(): ServiceView
}

export interface ServicesOptions {
  host: Host
  practiceUrl: string
  practice: Pick<PracticeService, 'armedDrill'>
  keyRing: KeyRing
  sentStills: SentStillsBook
  settings: SettingsStore
  /** Wins over the artist's choice, for one run. */
  chosen?: 'practice' | 'runware' | undefined
  /** How a kept key is guarded on this machine. */
  keeping: ServiceView['keeping']
}

// The stand-in wants a key like the real service does, and takes any.
const PRACTICE_KEY = 'practice'

/** Throws `service-address` when RUNWARE_API_URL is no address that may be posted to. */
export function createServices(options: ServicesOptions): Services {
  const { host, practiceUrl, keyRing, sentStills, settings, keeping } = options
  const endpoint = toEndpoint(host.env['RUNWARE_API_URL'])
  const chosen = (): 'practice' | 'runware' => options.chosen ?? settings.get().service

  const random = Math.random
  const line = { fetch: host.fetch, clock: host.clock, random }
  // A service on this machine can be asked as often as the practice one.
  const schedule = endpoint.isLoopback ? PRACTICE_SCHEDULE : { ...REMOTE_SCHEDULE, random }

  const practice = ((): Service => {
    const client = createRunwareClient({ ...line, endpoint: `${practiceUrl}/v1`, key: () => PRACTICE_KEY })
    return {
      client,
      fate: createTaskFate({ client, clock: host.clock, schedule: PRACTICE_SCHEDULE }),
      stills: sentStills.of(() => 'practice', client),
      assertMedia: (address) => assertMediaAddress(address, true),
    }
  })()
  const bought = ((): Service => {
    const client = createRunwareClient({ ...line, endpoint: endpoint.url, key: keyRing.key })
    const fate = createTaskFate({ client, clock: host.clock, schedule })
    const assertMedia = (address: string): void => assertMediaAddress(address, endpoint.isLoopback)
    return {
      client,
      assertMedia,
      fate: guardAddresses(fate, assertMedia),
      stills: sentStills.of(() => accountName(endpoint, keyRing.key()), client),
    }
  })()

  return {
    current: () => (chosen() === 'runware' ? 'bought' : 'practice'),
    of(origin) {
      if (origin === 'practice') return practice
      if (origin === 'bought') return bought
      throw new Failure('internal', 'A take that was brought in has no service.', { origin })
    },
    view: () => ({
      current: chosen(),
      key: keyRing.source(),
      keeping,
      isEnvironmentIdle: keyRing.isEnvironmentIdle(),
      drill: findDrill(options.practice.armedDrill() ?? '')?.sentence ?? null,
      otherHost: host.env['RUNWARE_API_URL'] ? endpoint.host : null,
    }),
  }
}

/** A result is only fetched from where one may lie. */
function guardAddresses(fate: TaskFate, assertMedia: Service['assertMedia']): TaskFate {
  return {
    ...fate,
    async awaitResult(taskUuid, control) {
      const awaited = await fate.awaitResult(taskUuid, control)
      if (awaited.kind === 'result') {
        const { videoUrl, exrUrl } = awaited.result
        for (const url of [videoUrl, exrUrl]) if (url !== undefined) assertMedia(url)
      }
      return awaited
    },
  }
}

/** Tells accounts apart without being of use to anyone who reads it. */
function accountName({ host }: Endpoint, key: string): string {
  return `${host} ${createHash('sha256').update(`latitude ${key}`).digest('hex').slice(0, 16)}`
}
