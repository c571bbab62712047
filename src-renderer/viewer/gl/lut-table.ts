// A view's 3D LUT as it comes over media:, unpacked.
import type { DisplayView } from '#shared/contract/display-views'
import { PACKED_BYTES, unpackTable } from '#shared/domain/color/view-table'

/** A view with its table: three codes a point of the shaper's cube, red fastest; 65535 is 1.0. */
export interface LoadedView {
  view: DisplayView
  table: Uint16Array
}

/** Rejects when the table cannot be read or is not of a table's size. */
export async function loadView(
  view: DisplayView,
  read: (mediaId: string) => Promise<Response>,
): Promise<LoadedView> {
  const response = await read(view.lutMediaId)
  if (!response.ok || !response.body) throw new Error(`The table of ${view.label} cannot be read.`)
  const unpacked = response.body.pipeThrough(new DecompressionStream('gzip'))
  const bytes = await new Response(unpacked).arrayBuffer()
  if (bytes.byteLength !== PACKED_BYTES) {
    throw new Error(`The table of ${view.label} is damaged.`)
  }
  return { view, table: unpackTable(new Uint8Array(bytes)) }
}
