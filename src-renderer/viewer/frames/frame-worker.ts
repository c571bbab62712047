// The frame worker's entry: fetches an EXR file by its media id and decodes it to RGBA halves, one after the other.
// Its first message is the decoder's compiled module.
import { createExrDecoder, type ExrDecoder, type ExrWasmModule } from '#shared/exr/decode'
import { boxHeight, boxWidth, parseExrHeader, type ExrPart } from '#shared/exr/header'
import { answerQuestions } from '#shared/exr/worker-answers'
import type { FrameQuestion, PictureFrame } from './frame-question'
import { readBody, type Scratch } from './read-body'

const BYTES_PER_PIXEL = 8

self.onmessage = ({ data: module }: MessageEvent<ExrWasmModule>) => {
  const decoder = createExrDecoder({ module })
  const scratch: Scratch = { bytes: new Uint8Array() }
  answerQuestions<FrameQuestion>(
    {
      listen: (onMessage) => (self.onmessage = ({ data }) => onMessage(data)),
      send: (message, transfer) => self.postMessage(message, { transfer: [...transfer] }),
    },
    async ({ url, spare }) => {
      const value = decodeFrame(decoder, await readBody(await fetch(url), scratch), spare)
      return { value, transfer: [value.halves.buffer] }
    },
  )
}

/** Throws ExrError. */
function decodeFrame(
  decoder: ExrDecoder,
  bytes: Uint8Array<ArrayBuffer>,
  spare: ArrayBuffer | null,
): PictureFrame {
  const [part] = parseExrHeader(bytes).parts
  const wanted = part ? boxWidth(part.displayWindow) * boxHeight(part.displayWindow) * BYTES_PER_PIXEL : 0
  const into = spare && spare.byteLength >= wanted ? new Uint16Array(spare) : undefined
  const { data, width, height, channelNames, dataWindow, displayWindow } = decoder.decode(bytes, {
    output: 'rgba-half',
    window: 'display',
    into,
  })
  return {
    width,
    height,
    halves: data as Uint16Array<ArrayBuffer>,
    chromaticities: toNumbers(part?.chromaticities ?? null),
    hasAlpha: channelNames[3] !== null,
    dataWindow,
    displayWindow,
  }
}

function toNumbers(given: ExrPart['chromaticities']): number[] | null {
  if (!given) return null
  const { red, green, blue, white } = given
  return [red, green, blue, white].flatMap(({ x, y }) => [x, y])
}
