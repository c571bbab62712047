// Clears what writes that a crash cut short left behind. Only names that this application gives to unfinished files
// are touched; everything else in the artist's folder is left alone.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hasArrived, type Take } from '#shared/domain/take'
import { preparedFolder, shotFolder, stillsFolder, takePaths } from './project-paths'

// `take.json.1a2b3c4d.tmp`, `SH010_v001.mp4.part`, `.part-1a2b3c4d-SH010_v001_sdr.mp4`, `unpacked.tmp`.
const UNFINISHED = /^\.part-[0-9a-f]{8}-|\.tmp$|\.part$/

/** Removes unfinished files and folders of a project. What cannot be removed stays. */
export async function sweepLeftovers(
  folder: string,
  shotNames: readonly string[],
  takes: readonly Take[],
): Promise<void> {
  await sweep(folder)
  for (const shotName of shotNames) {
    await sweep(shotFolder(folder, shotName))
    await sweep(stillsFolder(folder, shotName))
    await sweep(preparedFolder(folder, shotName))
  }
  for (const take of takes) {
    // Nothing is written any more for a take that has all it will ever have.
    if (hasArrived(take.state) && take.proxies) continue
    const { root, received, proxies } = takePaths(folder, take.shotName, take.number)
    for (const inside of [root, received, proxies]) await sweep(inside)
  }
}

async function sweep(folder: string): Promise<void> {
  const names = await namesIn(folder)
  for (const name of names) {
    // A part with a note beside it is one that a download goes on with.
    if (UNFINISHED.test(name) && !names.includes(`${name}.json`))
      await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
