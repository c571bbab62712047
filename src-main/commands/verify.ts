// `verify`: whether a delivery is intact, and if not, which frame is not and why. Changes nothing.
import { join, resolve } from 'node:path'
import { createExrFrames } from '../features/delivery/exr-frames'
import { verifyDelivery, type VerifiedDelivery } from '../features/delivery/verify-delivery'
import { EXIT, readArguments, UsageError, type Command } from './command'

export const verify: Command = {
  name: 'verify',
  usage: 'verify ZIP|EXR|DIR [--json]',
  async run(args, voice, signal) {
    const { values, positionals } = readArguments(args, { json: { type: 'boolean' } })
    const [given] = positionals
    if (!given || positionals.length > 1) throw new UsageError('One ZIP, one EXR or one folder is needed.')
    const exr = createExrFrames({
      workerPath: join(import.meta.dirname, 'exr-worker.cjs'),
      wasmPath: join(import.meta.dirname, 'exr.wasm'),
    })
    try {
      const found = await verifyDelivery(exr, { path: resolve(given), signal })
      voice.out(values.json ? JSON.stringify(found, null, 2) : toLines(found).join('\n'))
      return found.isIntact ? EXIT.done : EXIT.failed
    } finally {
      await exr.close()
    }
  },
}

export function toLines({ name, isIntact, frames, sequence, findings }: VerifiedDelivery): string[] {
  const picture = sequence
    ? `, ${sequence.width} × ${sequence.height}, ${sequence.pixelType}, ${sequence.compression}`
    : ''
  const words = isIntact ? 'intact' : 'not intact'
  const lines = findings.map(({ severity, code, file, frame, sentence }) => {
    const where = file ?? (frame === null ? '' : `place ${frame + 1}`)
    return `${severity.padEnd(7)}  ${[where, sentence].filter(Boolean).join(': ')} (${code})`
  })
  return [`${name}: ${words}, ${frames} frames${picture}`, ...lines]
}
