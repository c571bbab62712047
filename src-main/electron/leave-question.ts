// Asks before the application ends while takes run. It asks once: whoever wants to quit a second time, while the
// question stands or after it, quits. A machine that shuts down is not asked at all.
import type { Leaving } from '../app/leaving'

export interface LeaveQuestion {
  /** True when the application may end now; else the question is put, and `quit` is called if the answer is yes. */
  mayQuit(): boolean
  /** Ends the asking for good. */
  stopAsking(): void
}

export function createLeaveQuestion(options: {
  /** Undefined when there is nothing to ask about. */
  leaving(): Leaving | undefined
  /** True for quitting. */
  ask(leaving: Leaving): Promise<boolean>
  quit(): void
  log(line: string): void
}): LeaveQuestion {
  const { leaving, ask, quit, log } = options
  let isAsking = false
  let isAnswered = false

  async function put(): Promise<void> {
    let isMeant = true
    try {
      const words = leaving()
      isMeant = words === undefined || (await ask(words))
    } catch (error) {
      // Better to end unasked than never.
      log(`the question before quitting failed: ${String(error)}`)
    }
    isAsking = false
    if (!isMeant || isAnswered) return
    isAnswered = true
    quit()
  }

  return {
    mayQuit() {
      if (isAnswered) return true
      if (isAsking) {
        isAnswered = true
        return true
      }
      isAsking = true
      void put()
      return false
    },
    stopAsking() {
      isAnswered = true
    },
  }
}
