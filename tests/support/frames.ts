// Deliveries as others make them: small EXR frames, in archives and folders.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildExr, type BuildPart } from './build-exr'
import { buildZip, type ZipEntry } from './build-zip'

export const FRAME_SIZE = { width: 64, height: 36 }

export function frameBytes(number: number, change: Partial<BuildPart> = {}): Uint8Array {
  const pixel = (channel: number, x: number, y: number): number => (channel + x + y + number) / 64
  return buildExr({ ...FRAME_SIZE, compression: 'zip', pixel, ...change })
}

/** `frames/shot.0001.exr` and on. */
export function frameEntries(count: number): ZipEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `frames/shot.${String(index + 1).padStart(4, '0')}.exr`,
    data: frameBytes(index + 1),
  }))
}

export function writeZip(path: string, entries: readonly ZipEntry[]): string {
  writeFileSync(path, buildZip(entries))
  return path
}

/** The entries as files below `folder`. */
export function writeFolder(folder: string, entries: readonly ZipEntry[]): string {
  for (const { name, data = new Uint8Array() } of entries) {
    const path = join(folder, ...name.split('/'))
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, data)
  }
  return folder
}
