// The display transforms the window can draw: the named views that have a table, described for the stage, tables by
// media id.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { displayViewSchema, type Display, type DisplayView } from '#shared/contract/display-views'
import {
  AP0,
  AP1,
  conversionMatrix,
  luminanceWeights,
  P3_D65,
  REC2020,
  REC709,
} from '#shared/domain/color-matrix'
import { VIEWS, type View } from '#shared/domain/color/views'
import { Failure } from '#shared/domain/failure'
import type { MediaRegistry } from './media-registry'

const tablesSchema = z.object({
  tables: z.array(
    z.object({ id: z.string(), file: z.string().regex(/^[a-z0-9.-]+$/), sha256: z.string().length(64) }),
  ),
})

/** Offered first, so that a stopped picture looks as its proxy does. */
const FIRST = 'aces1-sdr-rec709'

/** Rejects with Failure `internal` when the tables that came with the application are not there. */
export async function readDisplayViews(lutFolder: string, media: MediaRegistry): Promise<DisplayView[]> {
  const toWorking = conversionMatrix(AP0, AP1)
  const luminance = luminanceWeights(AP1)
  const { tables } = await readTables(lutFolder)
  if (!toWorking || !luminance) throw new Failure('internal', 'The working space has no matrix.')
  const ordered = [...VIEWS].sort((one, other) => Number(other.id === FIRST) - Number(one.id === FIRST))
  return ordered.flatMap(({ id, label, chain, display }) => {
    if (chain.kind !== 'table') return []
    const found = tables.find((table) => table.id === chain.table)
    if (!found) return []
    const { floorsAp0, tableTransfer } = chain
    return displayViewSchema.parse({
      ...{ id, label, floorsAp0, toWorking: [...toWorking], luminance, tableTransfer },
      lutMediaId: media.register(join(lutFolder, 'tables', found.file), found.sha256),
      display: toDisplay(display),
    })
  })
}

function toDisplay({ name, primaries, transfer }: View['display']): Pick<Display, 'name' | 'primaries'> & {
  transfer: string
} {
  return { name, primaries: primariesName(primaries), transfer }
}

function primariesName(primaries: View['display']['primaries']): Display['primaries'] {
  if (primaries === REC709) return 'rec709'
  if (primaries === P3_D65) return 'p3-d65'
  if (primaries === REC2020) return 'rec2020'
  throw new RangeError('A display has primaries the stage does not know')
}

async function readTables(lutFolder: string): Promise<z.infer<typeof tablesSchema>> {
  const path = join(lutFolder, 'tables.json')
  try {
    return tablesSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    const message = 'The display transforms of this installation are damaged; install Latitude again.'
    throw new Failure('internal', message, { path }, { cause })
  }
}
