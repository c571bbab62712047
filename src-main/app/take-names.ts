// What a take's own files are called.
import { takeBaseName } from '#shared/domain/names'
import type { Take } from '#shared/domain/take'

export const toBaseName = (take: Take): string => takeBaseName(take.shotName, take.number, take.origin)
/** What is fetched again has a name of its own: what came before stays as it came. */
const again = (times: number): string => (times === 0 ? '' : `_again${times}`)
export const archiveName = (take: Take): string =>
  `${toBaseName(take)}_exr${again(take.fetchedAgain.archive)}.zip`
export const videoName = (take: Take): string => `${toBaseName(take)}${again(take.fetchedAgain.video)}.mp4`

/** Whether the archive that is recorded is the one that is to be here, and not an earlier, broken one. */
export const isArchiveHere = (take: Take): boolean => take.archive?.fileName === archiveName(take)
