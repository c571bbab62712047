// The arguments of `prepare` as a canvas and a way to lay the crop; wrong ones are named.
import {
  FRAMING_DEFAULTS,
  standingSize,
  STRAIGHTEN_MAX_DEGREES,
  type Crop,
  type PixelSize,
} from '#shared/domain/crop'
import { centerCrop, fitCrop } from '#shared/domain/crop-moves'
import { UsageError } from './command'

export const OPTIONS = {
  canvas: { type: 'string' },
  fit: { type: 'string' },
  pad: { type: 'string' },
  rotate: { type: 'string' },
  straighten: { type: 'string' },
  crop: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const

export interface FrameWish {
  canvas: PixelSize
  /** As given. */
  out: string
  /** Throws UsageError where the wanted rectangle leaves the still. */
  toCrop(still: PixelSize): Crop
}

type Framing = Omit<Crop, 'x' | 'y' | 'width' | 'height'>
type Values = Partial<Record<Exclude<keyof typeof OPTIONS, 'json'>, string>>

/** Throws UsageError. */
export function toWish(values: Values): FrameWish {
  if (values.canvas === undefined || values.out === undefined)
    throw new UsageError('A STILL, --canvas and --out are needed.')
  const canvas = toCanvasSize(values.canvas)
  const framing: Framing = {
    ...FRAMING_DEFAULTS,
    ...toPad(values.pad),
    fit: toFit(values.fit, values.pad),
    turns: toTurns(values.rotate),
    straightenDegrees: toDegrees(values.straighten),
  }
  const rectangle = values.crop
  return {
    canvas,
    out: values.out,
    toCrop: (still) =>
      rectangle === undefined
        ? centerCrop(still, canvas, framing)
        : fitCrop({ ...toRectangle(rectangle, still, framing), ...framing }, still, canvas),
  }
}

function toCanvasSize(text: string): PixelSize {
  const match = /^(\d{2,5})[x×](\d{2,5})$/.exec(text)
  if (!match) throw new UsageError('--canvas is WIDTHxHEIGHT in pixels, like 1280x720.')
  return { width: Number(match[1]), height: Number(match[2]) }
}

/** A pad without a fit means that something is to be padded. */
function toFit(fit: string | undefined, pad: string | undefined): Crop['fit'] {
  if (fit === undefined) return pad === undefined ? 'fill' : 'pad'
  if (fit !== 'fill' && fit !== 'pad') throw new UsageError('--fit is fill or pad.')
  if (fit === 'fill' && pad !== undefined) throw new UsageError('--pad goes with --fit pad.')
  return fit
}

function toPad(pad: string | undefined): Partial<Framing> {
  if (pad === undefined) return {}
  if (pad === 'solid' || pad === 'blurred' || pad === 'mirrored') return { padKind: pad }
  const code = /^#(\d{1,3})$/.exec(pad)?.[1]
  if (code === undefined || Number(code) > 255)
    throw new UsageError('--pad is solid, blurred, mirrored, or # and a display code of 0 to 255, like #118.')
  return { padKind: 'solid', padCode: Number(code) }
}

function toTurns(rotate: string | undefined): Crop['turns'] {
  switch (rotate) {
    case undefined:
    case '0':
      return 0
    case '90':
      return 1
    case '180':
      return 2
    case '270':
      return 3
    default:
      throw new UsageError('--rotate is 0, 90, 180 or 270 degrees clockwise.')
  }
}

function toDegrees(text: string | undefined): number {
  const degrees = text === undefined ? 0 : text.trim() === '' ? NaN : Number(text)
  if (!(Math.abs(degrees) <= STRAIGHTEN_MAX_DEGREES))
    throw new UsageError(`--straighten is -${STRAIGHTEN_MAX_DEGREES} to ${STRAIGHTEN_MAX_DEGREES} degrees.`)
  return degrees
}

function toRectangle(text: string, still: PixelSize, framing: Framing): Omit<Crop, keyof Framing> {
  const room = standingSize(still, framing.turns)
  const [x, y, width, height, more] = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  if (
    x === undefined ||
    y === undefined ||
    width === undefined ||
    height === undefined ||
    more !== undefined ||
    ![x, y, width, height].every(Number.isFinite) ||
    width <= 0 ||
    height <= 0
  ) {
    throw new UsageError('--crop is x,y,width,height in pixels of the still.')
  }
  const isInside = x >= 0 && y >= 0 && x + width <= room.width && y + height <= room.height
  if (framing.fit === 'fill' && !isInside)
    throw new UsageError(`--crop is x,y,width,height inside the still's ${room.width} × ${room.height}.`)
  return { x, y, width, height }
}
