// The baked views as functions scopes and proof can measure with. Knows the format of assets/luts (see bake.py there).
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { z } from 'zod'
import { Failure } from '#shared/domain/failure'
import type { BakedLut } from '#shared/scopes/views'

const lutsSchema = z.object({
  shaper: z.object({ nitsPerUnit: z.number().positive() }),
  views: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      file: z.string().regex(/^[a-z0-9.-]+$/),
      size: z.number().int().min(2).max(129),
      sha256: z.string().length(64),
    }),
  ),
})

/**
 * Every baked view, in the list's order; give one to `createLutView`, in a worker too: it is plain data.
 * Throws Failure `internal` for a damaged table.
 */
export async function readBakedLuts(lutFolder: string): Promise<BakedLut[]> {
  const { shaper, views } = lutsSchema.parse(JSON.parse(await readFile(join(lutFolder, 'luts.json'), 'utf8')))
  return await Promise.all(
    views.map(async ({ id, title, file, size, sha256 }) => {
      const bytes = await promisify(gunzip)(await readFile(join(lutFolder, file)))
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
        throw new Failure('internal', `The view LUT ${file} is damaged; install Latitude again`, { file })
      }
      const transfer = id.endsWith('-pq') ? ('pq' as const) : ('bt1886' as const)
      return { id, title, size, table: toCodes(bytes), transfer, nitsPerUnit: shaper.nitsPerUnit }
    }),
  )
}

/** Little-endian; shared, so that workers need no copies of their own. */
function toCodes(bytes: Uint8Array): Uint16Array {
  const codes = new Uint16Array(new SharedArrayBuffer(bytes.length))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < codes.length; at += 1) codes[at] = view.getUint16(at * 2, true)
  return codes
}
