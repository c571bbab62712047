// A worker's side of the pool: takes one question after the other, and sends back what came of it.
import { isExrError } from './exr-error'
import type { WorkerAnswer } from './worker-pool'

export interface AnsweringPort {
  listen(onMessage: (message: unknown) => void): void
  send(message: object, transfer: readonly ArrayBuffer[]): void
}

/** `answer` may throw; an ExrError crosses with its code and place, a system's error with its code. */
export function answerQuestions<Question>(
  port: AnsweringPort,
  answer: (question: Question) => Promise<{ value: unknown; transfer?: readonly ArrayBuffer[] }>,
): void {
  async function reply({ id, question }: { id: number; question: Question }): Promise<void> {
    try {
      const { value, transfer = [] } = await answer(question)
      port.send({ id, isAnswered: true, value } satisfies WorkerAnswer, transfer)
    } catch (error) {
      const exr = isExrError(error) ? { code: error.code, byteOffset: error.byteOffset } : null
      const message = error instanceof Error ? error.message : String(error)
      const code = error instanceof Error && 'code' in error ? error.code : null
      const systemCode = exr === null && typeof code === 'string' ? code : null
      port.send({ id, isAnswered: false, message, exr, systemCode } satisfies WorkerAnswer, [])
    }
  }
  port.listen((message) => void reply(message as { id: number; question: Question }))
}
