// The service's own books: one line per task it was sent and per file it handed out, so that anyone can count what was
// asked of it.
import { appendLineDurably } from '../../disk/durable'

/** ISO 8601 in all `at`. */
export type BookLine = TaskLine | FileLine

interface TaskLine {
  at: string
  taskType: string
  taskUUID: string | null
  /** True, or the code it was refused with. */
  accepted: true | string
  isDryRun?: true
}

/** A finished file, whole or in part; written before its first byte leaves. */
interface FileLine {
  at: string
  file: string
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
