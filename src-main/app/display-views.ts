// The display transforms the window can draw: what assets/luts has, described for the stage, tables by media id.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Display, DisplayView } from '#shared/contract/display-views'
import { AP0, AP1, conversionMatrix, luminanceWeights } from '#shared/domain/color-matrix'
import { Failure } from '#shared/domain/failure'
import type { MediaRegistry } from './media-registry'

const tableSchema = z.object({
  shaper: z.object({
    curve: z.literal('smpte2084'),
    nitsPerUnit: z.number(),
    largestLinear: z.number(),
  }),
  views: z.array(
    z.object({
      id: z.string(),
      file: z.string().regex(/^[a-z0-9.-]+$/),
      size: z.number().int(),
      sha256: z.string(),
    }),
  ),
})

/** In the order they are offered; a table without a place here is not offered. */
const OFFERED: { id: string; label: string; display: Display }[] = [
  {
    id: 'aces1-sdr-rec709',
    label: 'ACES 1.3 SDR Rec.709',
    display: { name: 'Rec.709 BT.1886', primaries: 'rec709', transfer: 'video' },
  },
  {
    id: 'aces1-hdr1000-pq',
    label: 'ACES 1.3 HDR PQ 1000 nit',
    display: { name: 'Rec.2100 PQ 1000 nit', primaries: 'rec2020', transfer: 'pq' },
  },
]

/** Rejects with Failure `internal` when the tables that came with the application are not there. */
export async function readDisplayViews(lutFolder: string, media: MediaRegistry): Promise<DisplayView[]> {
  const toWorking = conversionMatrix(AP0, AP1)
  const luminance = luminanceWeights(AP1)
  const table = await readTable(lutFolder)
  if (!toWorking || !luminance) throw new Failure('internal', 'The working space has no matrix.')
  return OFFERED.flatMap(({ id, label, display }) => {
    const found = table.views.find((view) => view.id === id)
    if (!found) return []
    const lutMediaId = media.register(join(lutFolder, found.file), found.sha256)
    const { shaper } = table
    return [
      { id, label, toWorking: [...toWorking], luminance, shaper, lutSize: found.size, lutMediaId, display },
    ]
  })
}

async function readTable(lutFolder: string): Promise<z.infer<typeof tableSchema>> {
  const path = join(lutFolder, 'luts.json')
  try {
    return tableSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    const message = 'The display transforms of this installation are damaged; install Latitude again.'
    throw new Failure('internal', message, { path }, { cause })
  }
}
