// Which of the baked views light is measured under: those of HDR displays.
import type { BakedLut } from '#shared/scopes/views'
import { readBakedLuts } from './light-views'

export async function readHdrLuts(lutFolder: string): Promise<BakedLut[]> {
  return (await readBakedLuts(lutFolder)).filter(({ transfer }) => transfer === 'pq')
}
