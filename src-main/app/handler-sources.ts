// What the calls' handlers share: the rooms, the current session, and a way to say that something changed.
import type { CallHandlers } from '#shared/contract/calls'
import type { EventName, EventPayload } from '#shared/contract/events'
import type { Snapshot } from '#shared/contract/views'
import type { Activities } from './activities'
import type { Example } from './examples'
import type { Host } from './host'
import type { MediaRegistry } from './media-registry'
import type { Rooms } from './rooms'
import type { KeyRing } from './key-ring'
import type { Services } from './services'
import type { Session } from './session'
import type { SettingsStore } from './settings'
import type { StillViews } from './still-views'
import type { Uploads } from './uploads'

export interface HandlerSources {
  host: Host
  rooms: Rooms
  settings: SettingsStore
  services: Services
  keyRing: KeyRing
  media: MediaRegistry
  stillViews: StillViews
  uploads: Uploads
  examples: readonly Example[]
  activities: Activities
  signal: AbortSignal
  session(): Session
  snapshot(): Snapshot
  switchProject(folder: string): Promise<void>
  /** With the number of the edit that made the change, where the window numbered one. */
  changed(editNumber?: number): void
  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void
}

/** The handlers of some of the calls. */
export type HandlersOf<Name extends keyof CallHandlers> = Pick<CallHandlers, Name>
