// Whether what a shot's takes will be named fits everywhere, asked before anything is paid for.
import { join } from 'node:path'
import { Failure } from '#shared/domain/failure'
import type { ConformSettings } from '#shared/domain/conform-settings'
import { frameFileName } from '#shared/domain/names'
import { PATH_MAX, sequenceBaseName } from '#shared/domain/name-template'
import { takePaths } from '../features/projects/project-paths'
import type { ProjectStore } from '../features/projects/project-store'

const LAST_TAKE = 999
// Of the longest file beside the frames: a manifest and its date, in the folder it is written in.
const LONGEST_MANIFEST = join('exr.sealing', 'ascmhl', '0001_received_2026-01-01_000000Z.mhl')

/** Throws `name-too-long` (details: path, length). */
export function assertPathLengths(
  store: Pick<ProjectStore, 'folder' | 'project'>,
  shotName: string,
  conform: ConformSettings = store.project.conform,
): void {
  const { root } = takePaths(store.folder, shotName, LAST_TAKE)
  const named = { shotName, projectName: store.project.name, number: LAST_TAKE, origin: 'practice' } as const
  const baseName = sequenceBaseName(conform.nameTemplate, named)
  const frame = frameFileName(baseName, conform.firstFrame, conform.padding)
  for (const path of [join(root, 'exr.sealing', frame), join(root, LONGEST_MANIFEST)]) {
    if (path.length <= PATH_MAX) continue
    const sentence = `A frame’s path would have ${path.length} characters; ${PATH_MAX} are possible: ${path}`
    throw new Failure('name-too-long', sentence, { path, length: path.length })
  }
}
