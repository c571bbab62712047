// The views' tables and curves as .cube files ffmpeg can read: unpacked into a cache folder when first asked for,
// checked every time the application starts. Knows nothing of pictures.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TableId } from '#shared/domain/color/view-tables'
import type { View } from '#shared/domain/color/views'
import { writeDurably } from '../../disk/durable'
import { findTable, readViewTable } from '../../disk/view-tables'
import { CLAMP_CUBE, MINUS_CUBE, shaperCube, tableCube, viewCurve } from './view-cubes'
import type { ViewCubes } from './view-graph'

/** File names inside `folder`, free of characters a filter graph would have to escape. */
export interface LutFiles extends ViewCubes {
  folder: string
}

export interface LutFilesOptions {
  /** assets/luts */
  lutFolder: string
  /** Where the .cube files go; safe to delete. */
  cacheFolder: string
}

/** What a view's graph needs, unpacked on the first call and answered at once after it; a failure is tried again. */
export type OpenLutFiles = (view: View) => Promise<LutFiles>

export function createLutFiles({ lutFolder, cacheFolder }: LutFilesOptions): OpenLutFiles {
  const ready = new Map<string, Promise<string>>()

  function keep(key: string, make: () => Promise<string>): Promise<string> {
    const known = ready.get(key)
    if (known) return known
    const made = make().catch((error: unknown) => {
      ready.delete(key)
      throw error
    })
    ready.set(key, made)
    return made
  }
  // Named by what it holds, so that another version of the application never reads this one's.
  const keepText = (name: string, makeText: () => string): Promise<string> =>
    keep(name, () => {
      const text = makeText()
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
      return keepFile(cacheFolder, `${name}_${hash}.cube`, () => Promise.resolve(text))
    })

  return async (view) => {
    const curve = viewCurve(view)
    const { chain } = view
    return {
      folder: cacheFolder,
      clamp: await keepText('clamp65504', () => CLAMP_CUBE),
      minus: await keepText('minus65504', () => MINUS_CUBE),
      shaper: await keepText('shaper', shaperCube),
      curve: curve && (await keepText(curve.name, curve.make)),
      table:
        chain.kind === 'table'
          ? await keep(chain.table, () => unpackCube(lutFolder, cacheFolder, chain.table))
          : null,
    }
  }
}

async function unpackCube(lutFolder: string, cacheFolder: string, id: TableId): Promise<string> {
  const { sha256 } = await findTable(lutFolder, id)
  const name = `${id}_${sha256.slice(0, 12)}.cube`
  return keepFile(cacheFolder, name, async () => tableCube(await readViewTable(lutFolder, id)))
}

/** Leaves a whole file alone and writes any other anew. The first line holds the hash of the lines after it. */
async function keepFile(folder: string, name: string, make: () => Promise<string>): Promise<string> {
  const path = join(folder, name)
  const known = await readFile(path, 'utf8').catch(() => '')
  const end = known.indexOf('\n') + 1
  if (end > 0 && known.slice(0, end) === hashLine(known.slice(end))) return name
  const body = await make()
  await writeDurably(path, hashLine(body) + body)
  return name
}

function hashLine(body: string): string {
  return `# sha256 ${createHash('sha256').update(body).digest('hex')}\n`
}
