// Reads a secret without showing it: from a pipe, or typed at a prompt that does not echo. Never from arguments, which
// every program of the machine can see.
import type { ReadStream } from 'node:tty'

export interface SecretInput {
  isTTY?: boolean | undefined
  setRawMode?: ReadStream['setRawMode']
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array | string>
}

const LENGTH_MAX = 4_096

/** The first line. Resolves to undefined when it was interrupted. */
export async function readSecret(
  input: SecretInput,
  say: (text: string) => void,
): Promise<string | undefined> {
  const isTyped = input.isTTY === true && input.setRawMode !== undefined
  if (!isTyped) return (await readLine(input, () => false))?.trim()
  say('Key (it is not shown):')
  input.setRawMode?.(true)
  try {
    return (await readLine(input, (text) => text.includes('\u0003') || text.includes('\u0004')))?.trim()
  } finally {
    input.setRawMode?.(false)
  }
}

async function readLine(
  input: SecretInput,
  isInterrupt: (text: string) => boolean,
): Promise<string | undefined> {
  let line = ''
  for await (const chunk of input) {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
    if (isInterrupt(text)) return undefined
    for (const character of text) {
      if (character === '\n' || character === '\r') return line
      // A terminal in raw mode leaves even this to the program.
      line = character === '\u007f' || character === '\b' ? line.slice(0, -1) : line + character
    }
    if (line.length > LENGTH_MAX) return line
  }
  return line
}
