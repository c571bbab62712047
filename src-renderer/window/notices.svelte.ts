// Sentences that stay until they are dismissed. A failure is turned into words once, here.
import { isFailure } from '#shared/domain/failure'
import { failureWords, type FailureWords } from '../messages'

export interface Notice {
  id: number
  tone: 'bad' | 'warn' | 'plain'
  words: FailureWords
  /** One line for each thing concerned, e.g. each refused file. */
  items: readonly string[]
  /** The newer of one topic takes the older one's place. */
  topic?: string
  action?: { label: string; run: () => void }
}

export type NewNotice = Omit<Notice, 'id' | 'items'> & { items?: readonly string[] }

export class Notices {
  #list = $state.raw<readonly Notice[]>([])
  #nextId = 1

  get list(): readonly Notice[] {
    return this.#list
  }

  /** The same words twice are one notice: the newer takes the older one's place. */
  post(notice: NewNotice): void {
    const added: Notice = { ...notice, items: notice.items ?? [], id: this.#nextId }
    this.#nextId += 1
    this.#list = [...this.#list.filter((known) => !isSame(known, added)), added]
  }

  postError(error: unknown): void {
    this.post({ tone: 'bad', words: wordsOf(error) })
  }

  dismiss(id: number): void {
    this.#list = this.#list.filter((notice) => notice.id !== id)
  }
}

export function wordsOf(error: unknown): FailureWords {
  if (isFailure(error)) return failureWords(error.code, error.message)
  return failureWords('internal', error instanceof Error ? error.message : String(error))
}

function isSame(a: Notice, b: Notice): boolean {
  if (a.topic !== undefined && a.topic === b.topic) return true
  const text = (notice: Notice): string => JSON.stringify([notice.words, notice.items])
  return text(a) === text(b)
}
