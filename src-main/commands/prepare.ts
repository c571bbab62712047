// `prepare`: one still to the prepared frame of an exact canvas, as the bench would send it.
import { resolve } from 'node:path'
import { findCanvas } from '#shared/domain/canvas'
import { FRAMING_DEFAULTS, type Crop } from '#shared/domain/crop'
import { cropLoss } from '#shared/domain/crop-figures'
import { centerCrop } from '#shared/domain/crop-moves'
import { describeStill } from '../features/stills/import-stills'
import { probeStill } from '../features/stills/probe-still'
import { prepareFrame } from '../features/stills/render-still'
import { EXIT, readArguments, UsageError, type Command } from './command'

export const prepare: Command = {
  name: 'prepare',
  usage: 'prepare STILL --canvas 1280x720 [--crop x,y,w,h] --out F.png [--json]',
  async run(args, voice) {
    const { values, positionals } = readArguments(args, {
      canvas: { type: 'string' },
      crop: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean' },
    })
    const [path] = positionals
    if (!path || positionals.length > 1 || !values.canvas || !values.out) {
      throw new UsageError('One STILL, --canvas and --out are needed.')
    }
    const canvas = toCanvasSize(values.canvas)
    const stillPath = resolve(path)
    const still = describeStill(stillPath, await probeStill(stillPath))
    const crop = values.crop === undefined ? centerCrop(still, canvas) : toCrop(values.crop, still)
    const outPath = resolve(values.out)
    await prepareFrame({ stillPath, still, crop, canvas, outPath })
    const loss = cropLoss(still, crop, canvas)
    if (values.json) {
      voice.out(JSON.stringify({ out: outPath, still, canvas, crop, loss }, null, 2))
    } else {
      if (!findCanvas(canvas.width, canvas.height))
        voice.say(`${values.canvas} is not one of the model's canvases.`)
      const sides = (['left', 'right', 'top', 'bottom'] as const).filter((side) => loss[side] > 0.0005)
      const lost = sides.map((side) => `${(loss[side] * 100).toFixed(1)} % ${side}`).join(', ') || 'nothing'
      voice.say(
        `${still.width} × ${still.height} → ${canvas.width} × ${canvas.height}, lost ${lost}, scale ${loss.scale.toFixed(2)}×`,
      )
      voice.out(outPath)
    }
    return EXIT.done
  },
}

function toCanvasSize(text: string): { width: number; height: number } {
  const match = /^(\d{2,5})[x×](\d{2,5})$/.exec(text)
  if (!match) throw new UsageError('--canvas is WIDTHxHEIGHT in pixels, like 1280x720.')
  return { width: Number(match[1]), height: Number(match[2]) }
}

function toCrop(text: string, still: { width: number; height: number }): Crop {
  const [x, y, width, height] = text.split(',').map(Number)
  const isInside =
    x !== undefined &&
    y !== undefined &&
    width !== undefined &&
    height !== undefined &&
    [x, y, width, height].every(Number.isFinite) &&
    x >= 0 &&
    y >= 0 &&
    width > 0 &&
    height > 0 &&
    x + width <= still.width &&
    y + height <= still.height
  if (!isInside)
    throw new UsageError(`--crop is x,y,width,height inside the still's ${still.width} × ${still.height}.`)
  return { ...FRAMING_DEFAULTS, x, y, width, height }
}
