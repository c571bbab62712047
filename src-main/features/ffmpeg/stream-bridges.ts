// Stands between a job's streams and the process: a stream's own fault ends the job, a finished process ends the
// stream, and neither is mistaken for the other. Knows nothing of ffmpeg.
import { PassThrough, type Readable, type Writable } from 'node:stream'
import { finished } from 'node:stream/promises'

export interface Bridge {
  /** The end the process is given. */
  inner: PassThrough
  /** Resolves when all bytes have crossed, or after a fault has been reported; never rejects. */
  crossed: Promise<void>
  /** Ends both sides after the process has ended; what is still under way is dropped. */
  close(): void
}

export function bridgeInput(source: Readable, onFault: (fault: unknown) => void): Bridge {
  const inner = new PassThrough()
  source.pipe(inner)
  return toBridge(inner, source, finished(source, { writable: false }), onFault)
}

export function bridgeOutput(target: Writable, onFault: (fault: unknown) => void): Bridge {
  // The process runner takes 'close' for a lost output and kills the process: this end never says it.
  const inner = new PassThrough({ emitClose: false })
  inner.pipe(target)
  return toBridge(inner, target, finished(target, { readable: false }), onFault)
}

// `pipe` and not `pipeline`: a fault of the outer stream must not reach the inner end, where the process runner would
// report it before the process is gone.
function toBridge(
  inner: PassThrough,
  outer: Readable | Writable,
  flow: Promise<void>,
  onFault: (fault: unknown) => void,
): Bridge {
  let isClosed = false
  return {
    inner,
    crossed: flow.catch((fault: unknown) => {
      if (!isClosed) onFault(fault)
    }),
    close() {
      isClosed = true
      inner.destroy()
      outer.destroy()
    },
  }
}
