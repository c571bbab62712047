// `key`: sets, tests or forgets the key for the command line. The key itself comes through a pipe or a prompt and
// is never printed.
import { createKeyCheck } from '../app/key-check'
import { openKeyRing } from '../app/key-ring'
import { EXIT, readArguments, UsageError, type Command, type ExitCode, type Voice } from './command'
import { createHeadlessHost } from './headless-host'
import { readSecret } from './read-secret'

export const key: Command = {
  name: 'key',
  usage: 'key set|test|forget   (set reads the key from a pipe, or asks for it without showing it)',
  async run(args, voice, signal) {
    const { positionals } = readArguments(args, {})
    const [act, ...rest] = positionals
    if (rest.length > 0)
      throw new UsageError('The key is not given as an argument: others could read it there.')
    const host = createHeadlessHost({ log: (line) => voice.say(line) })
    switch (act) {
      case 'set':
        return setKey(host, voice)
      case 'test':
        return testKey(host, voice, signal)
      case 'forget': {
        await (await openKeyRing(host)).forget()
        const stays = host.env['RUNWARE_API_KEY'] ? ' RUNWARE_API_KEY is still set.' : ''
        voice.out(`The key is forgotten.${stays}`)
        return EXIT.done
      }
      default:
        throw new UsageError('One of set, test and forget is needed.')
    }
  },
}

type Headless = ReturnType<typeof createHeadlessHost>

async function setKey(host: Headless, voice: Voice): Promise<ExitCode> {
  const secret = await readSecret(process.stdin, voice.say)
  process.stdin.destroy()
  if (!secret) throw new UsageError('No key came.')
  await host.secrets.write(secret)
  voice.out((await host.secrets.keeping()).words)
  if (host.env['RUNWARE_API_KEY']) voice.say('RUNWARE_API_KEY is set too, and is used first.')
  return EXIT.done
}

async function testKey(host: Headless, voice: Voice, signal: AbortSignal): Promise<ExitCode> {
  const ring = await openKeyRing(host)
  const { balance } = await createKeyCheck(host)(ring.key, signal)
  voice.out(`The key is accepted. Balance: ${balance ? toWords(balance) : 'not told'}.`)
  return EXIT.done
}

export function toWords({ amount, currency }: { amount: number; currency: string }): string {
  return currency === 'USD' ? `$${amount.toFixed(2)}` : `${amount.toFixed(2)} ${currency}`
}
