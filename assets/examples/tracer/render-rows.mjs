// A worker: renders every nth band of rows of one scene, linear Rec.709, and hands the bands back.
import { parentPort, workerData } from 'node:worker_threads'
import { createRandom } from './noise.mjs'
import { createScene } from './scenes.mjs'
import { createTracer } from './trace-path.mjs'

const { id, width, height, samples, first, step } = workerData
const scene = createScene(id, width / height)
const trace = createTracer(scene)
// An even grid, so that both halves get as many samples.
const grid = 2 * Math.ceil(Math.sqrt(samples) / 2)
const count = grid * grid

for (let y = first; y < height; y += step) {
  // Two pictures of the odd and the even samples: what differs between them is noise.
  const halves = [new Float32Array(width * 3), new Float32Array(width * 3)]
  for (let x = 0; x < width; x++) {
    const random = createRandom(Math.imul(y + 1, 0x9e3779b1) ^ Math.imul(x + 1, 0x85ebca6b))
    const [turn, reach] = [random(), random()]
    for (let sample = 0; sample < count; sample++) {
      const column = sample % grid
      const line = Math.floor(sample / grid)
      const half = (column + line) % 2
      // Pixel and lens are covered evenly (Roberts's R2 sequence); each pixel begins elsewhere.
      const x2 = (x + 0.5 + tent((column + random()) / grid)) / width
      const y2 = (y + 0.5 + tent((line + random()) / grid)) / height
      const ray = scene.camera.ray(
        x2,
        y2,
        (turn + sample * 0.7548776662) % 1,
        (reach + sample * 0.569840291) % 1,
      )
      const light = trace(ray, random)
      const row = halves[half]
      for (let i = 0; i < 3; i++) if (light[i] >= 0) row[x * 3 + i] += (2 * light[i]) / count
    }
  }
  parentPort.postMessage(
    { y, halves },
    halves.map((row) => row.buffer),
  )
}

function tent(u) {
  return u < 0.5 ? Math.sqrt(2 * u) - 1 : 1 - Math.sqrt(2 - 2 * u)
}
