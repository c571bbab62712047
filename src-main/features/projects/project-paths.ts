// Where everything lies inside a project folder. The folder may be moved: nothing here is stored as a whole path.
import { join } from 'node:path'
import { takeVersion } from '#shared/domain/names'

export interface TakePaths {
  root: string
  json: string
  /** As it came from the service. */
  received: string
  /** The conformed sequence. */
  exr: string
  proxies: string
  /** That every frame's compressed bytes are as they came. */
  stampRecord: string
  /** The measured truth of the frames. */
  proof: string
}

export const projectJson = (folder: string): string => join(folder, 'project.json')
export const ledgerFile = (folder: string): string => join(folder, 'ledger.jsonl')
export const queueJson = (folder: string): string => join(folder, 'queue.json')
/** Who drives the project now; there only while it is open. */
export const lockFile = (folder: string): string => join(folder, 'project.lock')
export const shotsFolder = (folder: string): string => join(folder, 'shots')
export const shotFolder = (folder: string, shotName: string): string => join(shotsFolder(folder), shotName)
export const shotJson = (folder: string, shotName: string): string =>
  join(shotFolder(folder, shotName), 'shot.json')
/** Undo and redo of the shot. */
export const historyJson = (folder: string, shotName: string): string =>
  join(shotFolder(folder, shotName), 'history.json')
export const stillsFolder = (folder: string, shotName: string): string =>
  join(shotFolder(folder, shotName), 'stills')
/** Prepared frames, named by what they were made from. */
export const preparedFolder = (folder: string, shotName: string): string =>
  join(shotFolder(folder, shotName), 'prepared')
export const takesFolder = (folder: string, shotName: string): string =>
  join(shotFolder(folder, shotName), 'takes')

export function takePaths(folder: string, shotName: string, takeNumber: number): TakePaths {
  const root = join(takesFolder(folder, shotName), takeVersion(takeNumber))
  return {
    root,
    json: join(root, 'take.json'),
    received: join(root, 'received'),
    exr: join(root, 'exr'),
    proxies: join(root, 'proxies'),
    stampRecord: join(root, 'stamp.json'),
    proof: join(root, 'proof'),
  }
}
