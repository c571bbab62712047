// The zip of EXR frames, stored as they are, written while frames come. Knows zip, not EXR.
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

export interface ArchiveWriter {
  /** Resolves when there is room for another entry; rejects when the disk has refused. */
  add(name: string, content: Buffer): Promise<void>
  /** Writes the directory and closes the file. */
  finish(): Promise<void>
}

export function createArchiveWriter(path: string, at: Date): ArchiveWriter {
  const zip = new ZipFile()
  const file = createWriteStream(path)
  zip.outputStream.pipe(file)
  const closed = finished(file)
  // Told at the next call: a rejection nobody waits for yet must not end the process.
  closed.catch(() => undefined)
  return {
    async add(name, content) {
      zip.addBuffer(content, name, { compress: false, mtime: at })
      if (file.writableNeedDrain) await Promise.race([once(file, 'drain'), closed])
      if (file.errored) throw file.errored
    },
    async finish() {
      zip.end()
      await closed
    },
  }
}
