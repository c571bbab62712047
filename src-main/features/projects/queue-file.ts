// `queue.json`: the artist's order of the waiting takes, their pause and how many run at once. Nothing in it is
// beyond recall: a file that is missing or damaged is the same as none, and the ledger's order is the order.
import { queueFileSchema, type QueueFile } from '#shared/domain/queue'
import { writeJsonDurably } from '../../disk/durable'
import { queueJson } from './project-paths'
import { readDocument } from './read-documents'

/** Undefined when there is none, or none that can be read. */
export async function readQueueFile(folder: string): Promise<QueueFile | undefined> {
  return readDocument(queueJson(folder), queueFileSchema).catch(() => undefined)
}

export async function writeQueueFile(folder: string, file: QueueFile): Promise<void> {
  await writeJsonDurably(queueJson(folder), file)
}
