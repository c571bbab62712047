// A response's bytes into memory that is used again for the next one. Knows no EXR.

export interface Scratch {
  bytes: Uint8Array<ArrayBuffer>
}

/** A view of the scratch memory, good until the next read. Throws when the answer is no success or has no body. */
export async function readBody(response: Response, scratch: Scratch): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.ok || !response.body) throw new Error(`The frame’s file cannot be read (${response.status}).`)
  reserve(scratch, Number(response.headers.get('content-length') ?? 0), 0)
  const reader = response.body.getReader()
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return scratch.bytes.subarray(0, length)
    reserve(scratch, length + value.length, length)
    scratch.bytes.set(value, length)
    length += value.length
  }
}

/** Room for `bytes`; what has been read already is kept. */
function reserve(scratch: Scratch, bytes: number, read: number): void {
  if (scratch.bytes.length >= bytes) return
  const grown = new Uint8Array(Math.max(bytes, Math.ceil(scratch.bytes.length * 1.5)))
  grown.set(scratch.bytes.subarray(0, read))
  scratch.bytes = grown
}
