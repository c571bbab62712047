// What crosses the door: plain results, because Electron drops custom error fields; and the two-function transport.
import type { FailureDetails } from '../domain/failure'

export type WireResult =
  | { ok: true; value: unknown }
  | { ok: false; error: { code: string; message: string; details: FailureDetails } }

export interface WireEvent {
  name: string
  payload: unknown
}

export interface Transport {
  call(name: string, input: unknown): Promise<WireResult>
  /** Returns its undo. */
  listen(listener: (event: WireEvent) => void): () => void
}

/** The two fixed channels of the Electron door. */
export const CALL_CHANNEL = 'latitude:call'
export const EVENT_CHANNEL = 'latitude:event'
