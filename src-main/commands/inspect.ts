// `inspect`: what EXR files are: header, structure and numbers of one, or a table of a folder's.
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isFailure } from '#shared/domain/failure'
import { createExrFrames, type ExrFrames } from '../features/delivery/exr-frames'
import { inspectExr, type ExrInspection } from '../features/delivery/inspect-exr'
import { EXIT, readArguments, UsageError, type Command } from './command'
import { toInspectionText, toTableText, type InspectedFile } from './inspect-text'

export const inspect: Command = {
  name: 'inspect',
  usage: 'inspect FILE.exr|DIR [--json]',
  async run(args, voice, signal) {
    const { values, positionals } = readArguments(args, { json: { type: 'boolean' } })
    const [given] = positionals
    if (!given || positionals.length > 1) throw new UsageError('One FILE.exr or one folder is needed.')
    const path = resolve(given)
    const isFolder = await stat(path).then(
      (facts) => facts.isDirectory(),
      () => false,
    )
    const exr = createExrFrames({
      workerPath: join(import.meta.dirname, 'exr-worker.cjs'),
      wasmPath: join(import.meta.dirname, 'exr.wasm'),
      ...(isFolder ? {} : { size: 1 }),
    })
    try {
      if (!isFolder) {
        const found = await inspectExr(exr, path)
        voice.out(values.json ? JSON.stringify(found, null, 2) : toInspectionText(found))
        return hasNoFindings(found) ? EXIT.done : EXIT.failed
      }
      const files = await inspectFolder(exr, path, signal)
      if (files.length === 0) voice.say(`There are no EXR files in ${path}.`)
      voice.out(values.json ? JSON.stringify(files, null, 2) : toTableText(files))
      return files.length > 0 && files.every(({ found }) => found && hasNoFindings(found))
        ? EXIT.done
        : EXIT.failed
    } finally {
      await exr.close()
    }
  },
}

/** A kind of picture that is not decoded here is no fault of the file; bytes that do not decode are. */
function hasNoFindings({ findingCount, undecoded, isUnsupported }: ExrInspection): boolean {
  return findingCount === 0 && (undecoded === null || isUnsupported)
}

/** In the order people count: frame 9 before frame 10. */
async function inspectFolder(exr: ExrFrames, folder: string, signal: AbortSignal): Promise<InspectedFile[]> {
  const names = (await readdir(folder))
    .filter((name) => name.toLowerCase().endsWith('.exr'))
    .sort(new Intl.Collator('en', { numeric: true }).compare)
  const files: InspectedFile[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    for (let index = next++; index < names.length; index = next++) {
      signal.throwIfAborted()
      const file = names[index] ?? ''
      files[index] = await inspectExr(exr, join(folder, file)).then(
        (found) => ({ file, found, failure: null }),
        (error: unknown) => {
          if (!isFailure(error)) throw error
          return { file, found: null, failure: error.message }
        },
      )
    }
  }
  await Promise.all(Array.from({ length: exr.atOnce }, lane))
  return files
}
