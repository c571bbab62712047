// `prepare`: stills to the prepared frames of an exact canvas, as the bench would send them.
import { basename, extname, join, resolve } from 'node:path'
import { stat } from 'node:fs/promises'
import { findCanvas } from '#shared/domain/canvas'
import { cropLoss } from '#shared/domain/crop-figures'
import { isFailure } from '#shared/domain/failure'
import { planFrame } from '#shared/domain/frame-plan'
import { toSafeFileName } from '#shared/domain/names'
import { describeStill, toRefusal } from '../features/stills/import-stills'
import { probeStill } from '../features/stills/probe-still'
import { prepareFrame } from '../features/stills/render-still'
import { EXIT, readArguments, UsageError, type Command, type Voice } from './command'
import { OPTIONS, toWish, type FrameWish } from './prepare-arguments'

export const prepare: Command = {
  name: 'prepare',
  usage:
    'prepare STILL… --canvas 1280x720 [--fit fill|pad] [--pad solid|blurred|mirrored|#code] [--rotate 0|90|180|270] ' +
    '[--straighten degrees] [--crop x,y,w,h] --out F.png|FOLDER [--json]',
  async run(args, voice) {
    const { values, positionals } = readArguments(args, OPTIONS)
    const wish = toWish(values)
    if (positionals.length === 0) throw new UsageError('A STILL is needed.')
    const outPath = resolve(wish.out)
    const isFolder = positionals.length > 1 || (await isFolderPath(outPath, wish.out))
    if (!findCanvas(wish.canvas.width, wish.canvas.height))
      voice.say(`${values.canvas ?? ''} is not one of the model's canvases.`)
    const taken = new Set<string>()
    const results: object[] = []
    let hasFailed = false
    for (const path of positionals) {
      try {
        const target = isFolder ? join(outPath, freeName(path, taken)) : outPath
        results.push(await prepareOne(resolve(path), wish, target, voice, values.json === true))
      } catch (error) {
        // Alone, a still's failure is the command's own.
        if (positionals.length === 1 || error instanceof UsageError) throw error
        if (isFailure(error) && error.code.startsWith('disk-')) throw error
        const { name, failure } = toRefusal(path, error)
        voice.say(`${name}: ${failure.code}: ${failure.message}`)
        results.push({ name, code: failure.code, message: failure.message })
        hasFailed = true
      }
    }
    if (values.json) voice.out(JSON.stringify(positionals.length === 1 ? results[0] : results, null, 2))
    return hasFailed ? EXIT.failed : EXIT.done
  },
}

async function prepareOne(
  stillPath: string,
  wish: FrameWish,
  outPath: string,
  voice: Voice,
  isJson: boolean,
): Promise<object> {
  const { canvas } = wish
  const still = describeStill(stillPath, await probeStill(stillPath))
  const crop = wish.toCrop(still)
  await prepareFrame({ stillPath, still, crop, canvas, outPath })
  const loss = cropLoss(still, crop, canvas)
  const { residual } = planFrame(still, crop, canvas)
  if (!isJson) {
    const sides = (['left', 'right', 'top', 'bottom'] as const).filter((side) => loss[side] > 0.0005)
    const lost = sides.map((side) => `${(loss[side] * 100).toFixed(1)} % ${side}`).join(', ') || 'nothing'
    voice.say(
      `${still.width} × ${still.height} → ${canvas.width} × ${canvas.height}, lost ${lost}, scale ${loss.scale.toFixed(2)}×`,
    )
    voice.out(outPath)
  }
  return { out: outPath, still, canvas, crop, loss, residual }
}

async function isFolderPath(path: string, asGiven: string): Promise<boolean> {
  if (/[\\/]$/.test(asGiven)) return true
  return stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  )
}

/** The still's safe name as PNG; a number is added where an earlier still has it, in any case. */
function freeName(path: string, taken: Set<string>): string {
  const stem = toSafeFileName(basename(path, extname(path)))
  let name = `${stem}.png`
  for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${stem}_${count}.png`
  taken.add(name.toLowerCase())
  return name
}
