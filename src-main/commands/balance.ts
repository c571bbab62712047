// `balance`: what is left on the account of the key.
import { createAccount } from '../app/key-check'
import { openKeyRing } from '../app/key-ring'
import { EXIT, readArguments, type Command } from './command'
import { createHeadlessHost } from './headless-host'
import { toWords } from './key'

export const balance: Command = {
  name: 'balance',
  usage: 'balance [--json]',
  async run(args, voice, signal) {
    const { values } = readArguments(args, { json: { type: 'boolean' } })
    const host = createHeadlessHost({ log: (line) => voice.say(line) })
    const ring = await openKeyRing(host)
    const found = await createAccount(host, ring.key).balance(signal)
    voice.out(values.json ? JSON.stringify(found) : toWords(found))
    return EXIT.done
  },
}
