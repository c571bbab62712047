// One EXR file to linear AP0 pixels on this thread, for a single picture; sequences go through workers.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { createExrDecoder, isExrError, type ExrDecoder, type ExrWasmModule } from '#shared/exr/decode'
import { parseExrHeader } from '#shared/exr/header'
import { chromaticitiesOf, toLinearAp0 } from '#shared/scopes/decoded-pixels'
import type { LinearPixels } from '#shared/scopes/pixels'

/** `wasmPath`: the decoder's compiled module. */
export async function loadExrDecoder(wasmPath: string): Promise<ExrDecoder> {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { Module: new (bytes: Uint8Array) => ExrWasmModule }
  }
  return createExrDecoder({ module: new WebAssembly.Module(await readFile(wasmPath)) })
}

/** Throws Failure `exr-unreadable` (details: name, reason), or the disk's own errors other than a missing file. */
export async function readLinearAp0(decoder: ExrDecoder, path: string): Promise<LinearPixels> {
  const name = basename(path)
  try {
    const bytes = await readFile(path)
    const part = parseExrHeader(bytes).parts[0]
    const isHalf = part?.channels.every(({ pixelType }) => pixelType === 'half') ?? false
    const { data, width, height } = decoder.decode(bytes, { output: isHalf ? 'rgba-half' : 'rgba-float' })
    if (data instanceof Uint8Array) throw new TypeError('RGBA is asked for.')
    return toLinearAp0({ data, width, height }, chromaticitiesOf(part))
  } catch (error) {
    const reason = toReason(error)
    if (reason === null) throw error
    throw new Failure('exr-unreadable', `${name} cannot be read as EXR: ${reason}`, { name, reason })
  }
}

function toReason(error: unknown): string | null {
  if (isExrError(error) || error instanceof RangeError) return error.message
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : null
}
