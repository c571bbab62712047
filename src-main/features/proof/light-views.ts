// The views scopes and proof can measure light under, with their tables.
import { viewOf, type ViewId } from '#shared/domain/color/views'
import type { BakedLut } from '#shared/scopes/views'
import { readViewTable } from '../../disk/view-tables'

/** Those whose table holds the display's own codes; the viewing copies' rendering first. */
export const LIGHT_VIEW_IDS = [
  ...(['aces1-sdr-rec709', 'aces1-hdr1000-pq', 'aces1-hdr4000-pq'] as const),
  ...(['aces2-sdr-rec709', 'aces2-hdr1000-pq', 'aces2-hdr4000-pq'] as const),
] as const satisfies readonly ViewId[]

/**
 * The views of `ids` in their order; give one to `createLutView`, in a worker too: it is plain data.
 * Throws Failure `internal` for a damaged table, RangeError for a view that is not one of LIGHT_VIEW_IDS.
 */
export async function readBakedLuts(
  lutFolder: string,
  ids: readonly ViewId[] = LIGHT_VIEW_IDS,
): Promise<BakedLut[]> {
  return await Promise.all(ids.map((id) => readBakedLut(lutFolder, id)))
}

async function readBakedLut(lutFolder: string, id: ViewId): Promise<BakedLut> {
  const { chain, label, display } = viewOf(id)
  const { transfer } = display
  const isPlain = chain.kind === 'table' && chain.tableTransfer === transfer
  if (!isPlain || (transfer !== 'pq' && transfer !== 'bt1886')) {
    throw new RangeError(`Light is not measured under ${id}.`)
  }
  const table = await readViewTable(lutFolder, chain.table)
  return { id, title: label, table: toShared(table), transfer, floorsAp0: chain.floorsAp0 }
}

/** So that workers need no copies of their own. */
function toShared(table: Uint16Array): Uint16Array {
  const shared = new Uint16Array(new SharedArrayBuffer(table.byteLength))
  shared.set(table)
  return shared
}
