// Renders the example stills: a scene-linear EXR plate and its PNG for each. The same on every machine; minutes of
// work for every core. `node assets/examples/render.mjs [id …] [--draft]`
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import sharp from 'sharp'
import { runnerImport } from 'vite'
import { denoise } from './tracer/denoise.mjs'
import { addVeil, halve, toAp0, toPicture } from './tracer/develop.mjs'

const FOLDER = import.meta.dirname
const SOURCES = join(FOLDER, '../../src-main')
const PICTURES = {
  lantern: { width: 1600, height: 900, samples: 64, exposureStops: -0.15 },
  floats: { width: 1600, height: 900, samples: 64, exposureStops: -0.65 },
  passage: { width: 1200, height: 1600, samples: 64, exposureStops: 0.1 },
}

const isDraft = process.argv.includes('--draft')
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'))
for (const id of asked.length > 0 ? asked : Object.keys(PICTURES)) await makeStill(id)

async function makeStill(id) {
  const { exposureStops, ...full } = PICTURES[id]
  const size = isDraft ? { width: full.width / 4, height: full.height / 4, samples: 36 } : full
  const { width, height } = size
  console.log(`${id}: ${width} × ${height}, ${size.samples} samples a pixel`)
  const [first, second] = await render(id, size)
  const plate = addVeil(denoise(first, second, width, height), width, height)
  const folder = isDraft ? join(tmpdir(), 'latitude-examples') : FOLDER
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, `${id}.exr`),
    await toExr(halve(toAp0(plate), width, height), width / 2, height / 2),
  )
  await sharp(toPicture(plate, exposureStops), { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 9, effort: 10, adaptiveFiltering: true })
    .toFile(join(folder, `${id}.png`))
  console.log(`${id}: written to ${folder}`)
}

/** Two half pictures of independent samples, linear Rec.709. */
async function render(id, { width, height, samples }) {
  const pictures = [new Float32Array(width * height * 3), new Float32Array(width * height * 3)]
  const count = availableParallelism()
  let done = 0
  const work = Array.from({ length: count }, (_, first) => {
    const order = { id, width, height, samples, first, step: count }
    const worker = new Worker(new URL('./tracer/render-rows.mjs', import.meta.url), { workerData: order })
    return new Promise((resolve, reject) => {
      worker.on('message', ({ y, halves }) => {
        halves.forEach((row, index) => pictures[index].set(row, y * width * 3))
        if (++done % 100 === 0) console.log(`${id}: ${done} of ${height} rows`)
      })
      worker.on('error', reject)
      worker.on('exit', resolve)
    })
  })
  await Promise.all(work)
  return pictures
}

/** The application's own writer, so that there is one only. */
async function toExr(pixels, width, height) {
  const { module: writer } = await runnerImport(join(SOURCES, 'features/practice/exr-writer.ts'))
  const { module: colors } = await runnerImport(join(SOURCES, 'features/practice/color-spaces.ts'))
  const { module: half } = await runnerImport(join(SOURCES, 'shared/exr/half.ts'))
  const halves = new Uint16Array(pixels.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let i = 0; i < 3; i++) {
        halves[(y * 3 + 2 - i) * width + x] = half.floatToHalf(pixels[(y * width + x) * 3 + i])
      }
    }
  }
  const attributes = [
    { name: 'chromaticities', type: 'chromaticities', value: colors.AP0_CHROMATICITIES },
    {
      name: 'comments',
      type: 'string',
      value: 'Latitude example plate, rendered by assets/examples/render.mjs',
    },
  ]
  return writer.encodeExr({ width, height, halves }, { compression: 'zip', attributes, level: 9 })
}
