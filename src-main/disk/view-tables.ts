// The views' tables as assets/luts keeps them (see bake.py there): found by id, unpacked, checked by their hash.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { z } from 'zod'
import { SHAPER } from '#shared/domain/color/shaper'
import { unpackTable, type ViewTable } from '#shared/domain/color/view-table'
import type { TableId } from '#shared/domain/color/view-tables'
import { Failure } from '#shared/domain/failure'

const tablesSchema = z.object({
  version: z.literal(1),
  size: z.literal(SHAPER.size),
  shaper: z.object({ toe: z.literal(SHAPER.toe), knee: z.literal(SHAPER.knee), top: z.literal(SHAPER.top) }),
  tables: z.array(
    z.object({
      id: z.string().regex(/^[a-z0-9-]+$/),
      file: z.string().regex(/^[a-z0-9.-]+$/),
      sha256: z.string().length(64),
    }),
  ),
})

/** The table's file and the hash of its codes. Rejects with Failure `internal` where there is none. */
export async function findTable(lutFolder: string, id: TableId) {
  const { tables } = tablesSchema.parse(JSON.parse(await readFile(join(lutFolder, 'tables.json'), 'utf8')))
  const found = tables.find((each) => each.id === id)
  if (!found) throw new Failure('internal', `The view ${id} is not in ${lutFolder}`, { id })
  return found
}

/** The table as it was baked. Rejects with Failure `internal` where it is missing or damaged. */
export async function readViewTable(lutFolder: string, id: TableId): Promise<ViewTable> {
  const { file, sha256 } = await findTable(lutFolder, id)
  const damaged = new Failure('internal', `The view LUT ${file} is damaged; install Latitude again`, { file })
  const packed = await readFile(join(lutFolder, 'tables', file))
  const halves = await promisify(gunzip)(packed).catch(() => Promise.reject(damaged))
  const table = unpackTable(halves)
  if (createHash('sha256').update(new Uint8Array(table.buffer)).digest('hex') !== sha256) throw damaged
  return table
}
