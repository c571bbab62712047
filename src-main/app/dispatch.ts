// The door's inside: looks a call up by its own name, parses what comes in and what goes out, and turns every
// error into a plain result.
import { calls, type CallHandlers, type CallName } from '#shared/contract/calls'
import type { WireResult } from '#shared/contract/wire'
import { Failure, isFailure } from '#shared/domain/failure'

/** Never rejects. Errors without a code of ours become `internal`; their text goes to `log`, not to the window. */
export async function dispatch(
  handlers: CallHandlers,
  name: string,
  input: unknown,
  log: (line: string) => void,
): Promise<WireResult> {
  try {
    return { ok: true, value: await answer(handlers, name, input) }
  } catch (error) {
    if (isFailure(error)) {
      if (error.code === 'internal') log(`${name}: ${error.message}`)
      return { ok: false, error: { code: error.code, message: error.message, details: error.details } }
    }
    log(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return {
      ok: false,
      error: { code: 'internal', message: 'Something unexpected went wrong.', details: {} },
    }
  }
}

async function answer(handlers: CallHandlers, name: string, input: unknown): Promise<unknown> {
  if (!isCallName(name)) throw new Failure('unknown-call', `There is no call ${String(name).slice(0, 60)}.`)
  const parsed = calls[name].input.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const where = issue ? issue.path.join('.') : ''
    throw new Failure('invalid-input', `${name} cannot take this input.`, {
      call: name,
      where,
      why: issue?.message ?? '',
    })
  }
  // The handler belongs to `name`, and so does the parsed input; TypeScript cannot follow the pair through the union.
  const handle = handlers[name] as (input: unknown) => Promise<unknown>
  const output = calls[name].output.safeParse(await handle(parsed.data))
  if (!output.success) {
    const where = output.error.issues[0]?.path.join('.') ?? ''
    throw new Failure('invalid-output', `${name} answered what it should not.`, { call: name, where })
  }
  return output.data
}

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name)
}
