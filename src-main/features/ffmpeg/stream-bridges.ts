// Stands between a job's streams and the process: a stream's own fault ends the job, a finished process ends the
// stream, and neither is mistaken for the other. Knows nothing of ffmpeg.
import { PassThrough, type Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

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
  return toBridge(inner, pipeline(source, inner), onFault)
}

export function bridgeOutput(target: Writable, onFault: (fault: unknown) => void): Bridge {
  // The process runner takes 'close' for a lost output and kills the process: this end never says it.
  const inner = new PassThrough({ emitClose: false })
  return toBridge(inner, pipeline(inner, target), onFault)
}

function toBridge(inner: PassThrough, flow: Promise<void>, onFault: (fault: unknown) => void): Bridge {
  let isClosed = false
  return {
    inner,
    crossed: flow.catch((fault: unknown) => {
      if (!isClosed) onFault(fault)
    }),
    close() {
      isClosed = true
      inner.destroy()
    },
  }
}
