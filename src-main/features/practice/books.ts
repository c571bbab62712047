// The service's own books: one line per task it was sent, so that anyone can count what was asked of it.
import { appendLineDurably } from '../../disk/durable'

export interface BookLine {
  /** ISO 8601. */
  at: string
  taskType: string
  taskUUID: string | null
  /** True, or the code it was refused with. */
  accepted: true | string
  isDryRun?: true
}

export interface Books {
  /** Resolves when the line is on the disk. Lines keep the order of the calls. */
  write(line: BookLine): Promise<void>
}

export function createBooks(path: string): Books {
  let last: Promise<void> = Promise.resolve()
  return {
    write(line) {
      const written = last.then(() => appendLineDurably(path, JSON.stringify(line)))
      last = written.catch(() => undefined)
      return written
    },
  }
}
