// The baked view LUTs as .cube files ffmpeg can read: unpacked once into a cache folder, checked every time the
// application starts. Knows the format of assets/luts (see bake.py there), nothing of pictures.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { z } from 'zod'
import { Failure } from '#shared/domain/failure'
import { writeDurably } from '../../disk/durable'

const lutsSchema = z.object({
  version: z.literal(1),
  shaper: z.object({ nitsPerUnit: z.literal(6.8), largestLinear: z.literal(1470) }),
  views: z.array(
    z.object({
      id: z.string().regex(/^[a-z0-9-]+$/),
      file: z.string().regex(/^[a-z0-9.-]+$/),
      size: z.number().int().min(2).max(256),
      sha256: z.string().length(64),
    }),
  ),
})
type View = z.infer<typeof lutsSchema>['views'][number]

/** File names inside `folder`, free of characters a filter graph would have to escape. */
export interface LutFiles {
  folder: string
  /** Linear AP1 through the PQ shaper to Rec.709 BT.1886 codes. */
  sdr: string
  /** Linear AP1 through the PQ shaper to Rec.2100 PQ codes. */
  pq: string
  /** A 1D LUT of two points that keeps 0…1470 as it is; beyond it cuts off, and NaN becomes 0. */
  clamp: string
}

export interface LutFilesOptions {
  /** assets/luts */
  lutFolder: string
  /** Where the .cube files go; safe to delete. */
  cacheFolder: string
}

/** The returned function unpacks on its first call and answers at once after it; a failure is tried again. */
export function createLutFiles(options: LutFilesOptions): () => Promise<LutFiles> {
  let ready: Promise<LutFiles> | undefined
  return () => {
    ready ??= unpackLuts(options).catch((error: unknown) => {
      ready = undefined
      throw error
    })
    return ready
  }
}

const CLAMP_CUBE = [
  'LUT_1D_SIZE 2',
  'DOMAIN_MIN 0 0 0',
  'DOMAIN_MAX 1470 1470 1470',
  '0 0 0',
  '1470 1470 1470',
  '',
]

async function unpackLuts({ lutFolder, cacheFolder }: LutFilesOptions): Promise<LutFiles> {
  const { views } = lutsSchema.parse(JSON.parse(await readFile(join(lutFolder, 'luts.json'), 'utf8')))
  const unpack = async (id: string): Promise<string> => {
    const view = views.find((each) => each.id === id)
    if (!view) throw new Failure('internal', `The view ${id} is not in ${lutFolder}`, { id })
    const name = `${id}_${view.sha256.slice(0, 12)}.cube`
    await keepFile(join(cacheFolder, name), async () => toCube(await readTable(lutFolder, view), view.size))
    return name
  }
  const clamp = 'clamp1470.cube'
  await keepFile(join(cacheFolder, clamp), () => Promise.resolve(CLAMP_CUBE.join('\n')))
  return {
    folder: cacheFolder,
    sdr: await unpack('aces1-sdr-rec709'),
    pq: await unpack('aces1-hdr1000-pq'),
    clamp,
  }
}

/** Leaves a whole file alone and writes any other anew. The first line holds the hash of the lines after it. */
async function keepFile(path: string, make: () => Promise<string>): Promise<void> {
  const known = await readFile(path, 'utf8').catch(() => '')
  const end = known.indexOf('\n') + 1
  if (end > 0 && known.slice(0, end) === hashLine(known.slice(end))) return
  const body = await make()
  await writeDurably(path, hashLine(body) + body)
}

function hashLine(body: string): string {
  return `# sha256 ${createHash('sha256').update(body).digest('hex')}\n`
}

async function readTable(lutFolder: string, view: View): Promise<Uint8Array> {
  const table = await promisify(gunzip)(await readFile(join(lutFolder, view.file)))
  if (createHash('sha256').update(table).digest('hex') !== view.sha256) {
    throw new Failure('internal', `The view LUT ${view.file} is damaged; install Latitude again`, {
      file: view.file,
    })
  }
  return table
}

/** Little-endian uint16 to the text of a .cube, a slice at a time so that nothing else has to wait. */
async function toCube(table: Uint8Array, size: number): Promise<string> {
  const codes = new DataView(table.buffer, table.byteOffset, table.byteLength)
  const code = (at: number): string => (codes.getUint16(at * 2, true) / 65535).toFixed(6)
  const slices = [`LUT_3D_SIZE ${size}\n`]
  for (let blue = 0; blue < size; blue++) {
    let slice = ''
    for (let point = blue * size * size; point < (blue + 1) * size * size; point++) {
      slice += `${code(point * 3)} ${code(point * 3 + 1)} ${code(point * 3 + 2)}\n`
    }
    slices.push(slice)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return slices.join('')
}
