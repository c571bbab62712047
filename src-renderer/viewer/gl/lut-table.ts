// A view's 3D LUT as it comes over media:, unpacked.
import type { DisplayView } from '#shared/contract/display-views'

/** A view with its table: size³ × 3 codes, red fastest; 65535 is 1.0. */
export interface LoadedView {
  view: DisplayView
  table: Uint16Array
}

/** Rejects when the table cannot be read or is not of the size the view says. */
export async function loadView(
  view: DisplayView,
  read: (mediaId: string) => Promise<Response>,
): Promise<LoadedView> {
  const response = await read(view.lutMediaId)
  if (!response.ok || !response.body) throw new Error(`The table of ${view.label} cannot be read.`)
  const unpacked = response.body.pipeThrough(new DecompressionStream('gzip'))
  const bytes = await new Response(unpacked).arrayBuffer()
  if (bytes.byteLength !== view.lutSize ** 3 * 3 * Uint16Array.BYTES_PER_ELEMENT) {
    throw new Error(`The table of ${view.label} is damaged.`)
  }
  return { view, table: new Uint16Array(bytes) }
}
