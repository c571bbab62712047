// `inspect`: what an EXR file is: header and structure.
import { resolve } from 'node:path'
import { inspectExr } from '../features/delivery/inspect-exr'
import { EXIT, readArguments, UsageError, type Command } from './command'

export const inspect: Command = {
  name: 'inspect',
  usage: 'inspect FILE.exr [--json]',
  async run(args, voice) {
    const { values, positionals } = readArguments(args, { json: { type: 'boolean' } })
    const [path] = positionals
    if (!path || positionals.length > 1) throw new UsageError('One FILE.exr is needed.')
    const found = await inspectExr(resolve(path))
    voice.out(values.json ? JSON.stringify(found, null, 2) : toText(found))
    return found.isIntact ? EXIT.done : EXIT.failed
  },
}

function toText(found: object): string {
  return Object.entries(found)
    .map(
      ([key, value]) =>
        `${key.padEnd(18)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    )
    .join('\n')
}
