// Every call of the contract, from the rooms' own lists of handlers.
import type { CallHandlers } from '#shared/contract/calls'
import { createFileHandlers } from './file-handlers'
import type { HandlerSources } from './handler-sources'
import { createProjectHandlers } from './project-handlers'
import { createQueueHandlers } from './queue-handlers'
import { createServiceHandlers } from './service-handlers'
import { createShotHandlers } from './shot-handlers'
import { createStillHandlers } from './still-handlers'
import { createTakeHandlers } from './take-handlers'

export function createHandlers(sources: HandlerSources): CallHandlers {
  return {
    ...createProjectHandlers(sources),
    ...createShotHandlers(sources),
    ...createStillHandlers(sources),
    ...createTakeHandlers(sources),
    ...createFileHandlers(sources),
    ...createQueueHandlers(sources),
    ...createServiceHandlers(sources),
  }
}
