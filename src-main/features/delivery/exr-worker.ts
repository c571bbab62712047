// The EXR worker's entry: reads a file, checks its structure, decodes it for its numbers. One file at a time.
import { parentPort, workerData } from 'node:worker_threads'
import { createExrDecoder, type ExrWasmModule } from '#shared/exr/decode'
import { isExrError } from '#shared/exr/exr-error'
import { answerQuestions } from '#shared/exr/worker-answers'
import { readExrFile, type Scratch } from './exr-file'
import type { ExrAnswer, ExrQuestion } from './exr-question'
import { createProofMeter } from './frame-proof'
import { createTotalsMeter } from './frame-totals'

/** A whole file is held once; no frame anyone delivers is near it. */
const MOST_BYTES = 1024 ** 3

const port = parentPort
if (port === null) throw new Error('exr-worker is started as a worker')

const decoder = createExrDecoder({ module: (workerData as { module: ExrWasmModule }).module })
const toTotals = createTotalsMeter(decoder)
const measure = createProofMeter()
const scratch: Scratch = { bytes: new Uint8Array() }

async function answer({ path, wish, proof }: ExrQuestion): Promise<ExrAnswer> {
  const { bytes, header, structure, content } = await readExrFile(path, scratch, MOST_BYTES)
  const facts: ExrAnswer = {
    bytes,
    header,
    structure,
    channels: [],
    totals: null,
    proof: null,
    undecoded: null,
  }
  if (!structure.isIntact) return facts
  if (content === null) {
    const message = `The file has ${bytes} bytes, too many to be decoded here.`
    return { ...facts, undecoded: { code: 'too-large', byteOffset: 0, message } }
  }
  try {
    if (wish === 'totals') {
      const { image, ...numbers } = toTotals(content, header)
      return { ...facts, ...numbers, proof: proof ? measure(image, header, proof) : null }
    }
    const { statistics } = decoder.decode(content, { output: 'planar', window: 'data', statistics: true })
    return { ...facts, channels: statistics }
  } catch (error) {
    if (!isExrError(error)) throw error
    const { code, byteOffset, message } = error
    return { ...facts, undecoded: { code, byteOffset, message } }
  }
}

answerQuestions<ExrQuestion>(
  {
    listen: (onMessage) => port.on('message', onMessage),
    send: (message, transfer) => port.postMessage(message, [...transfer]),
  },
  async (question) => ({ value: await answer(question) }),
)
