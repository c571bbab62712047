// The typed client over any transport: results become values, wire errors become Failures with their code.
import { Failure, isFailureCode } from '../domain/failure'
import { calls, type CallClient, type CallName } from './calls'
import { events, type EventListener, type EventName } from './events'
import type { Transport } from './wire'

export interface AppClient {
  call: CallClient
  /** Events that do not parse are dropped. Returns its undo. */
  on<Name extends EventName>(name: Name, listener: EventListener<Name>): () => void
}

export function createAppClient(transport: Transport): AppClient {
  const call = {} as Record<CallName, (input: unknown) => Promise<unknown>>
  for (const name of Object.keys(calls) as CallName[]) {
    call[name] = async (input) => {
      const result = await transport.call(name, input)
      if (result.ok) return result.value
      const { code, message, details } = result.error
      throw new Failure(isFailureCode(code) ? code : 'internal', message, details)
    }
  }
  return {
    call: call as unknown as CallClient,
    on(name, listener) {
      return transport.listen((event) => {
        if (event.name !== name) return
        const parsed = events[name].safeParse(event.payload)
        // The schema belongs to `name`, so its output is what the listener takes.
        if (parsed.success) listener(parsed.data as never)
      })
    },
  }
}
