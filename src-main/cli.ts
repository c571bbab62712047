// The other door: the same application without a window, for pipelines and for `npm run demo`.
import { isFailure } from '#shared/domain/failure'
import { EXIT, toExitCode, UsageError, type Command, type ExitCode, type Voice } from './commands/command'
import { balance } from './commands/balance'
import { demo } from './commands/demo'
import { doctor } from './commands/doctor'
import { frame } from './commands/frame'
import { ingest } from './commands/ingest'
import { inspect } from './commands/inspect'
import { key } from './commands/key'
import { ledger } from './commands/ledger'
import { practice } from './commands/practice'
import { prepare } from './commands/prepare'
import { proxy } from './commands/proxy'
import { proof } from './commands/proof'
import { resume } from './commands/resume'
import { scope } from './commands/scope'
import { seal } from './commands/seal'
import { stamp } from './commands/stamp'
import { take } from './commands/take'
import { views } from './commands/views'
import { verify } from './commands/verify'

const COMMANDS: readonly Command[] = [
  prepare,
  take,
  resume,
  ledger,
  balance,
  key,
  practice,
  inspect,
  proof,
  scope,
  views,
  frame,
  proxy,
  stamp,
  seal,
  ingest,
  verify,
  doctor,
  demo,
]

const voice: Voice = {
  out: (text) => process.stdout.write(`${text}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
  isTerminal: process.stderr.isTTY === true,
}

async function main(args: string[]): Promise<ExitCode> {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === 'help') {
    voice.out(
      `latitude, the command line\n\n${COMMANDS.map((command) => `  latitude ${command.usage}`).join('\n')}\n`,
    )
    return name === undefined ? EXIT.usage : EXIT.done
  }
  const command = COMMANDS.find((known) => known.name === name)
  if (!command) {
    voice.say(`There is no command ${name}. Commands: ${COMMANDS.map((known) => known.name).join(', ')}.`)
    return EXIT.usage
  }
  const stopper = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stopper.abort(new DOMException('Stopped.', 'AbortError')))
  }
  try {
    return await command.run(rest, voice, stopper.signal)
  } catch (error) {
    explain(command, error)
    return toExitCode(error)
  }
}

function explain(command: Command, error: unknown): void {
  if (error instanceof UsageError) voice.say(`${error.message}\nUsage: latitude ${command.usage}`)
  else if (isFailure(error)) voice.say(`${error.message} (${error.code})`)
  else voice.say(error instanceof Error ? (error.stack ?? error.message) : String(error))
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code
})
