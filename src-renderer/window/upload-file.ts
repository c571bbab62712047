// Hands the bytes of a dropped file that has no path to main, which answers with a token for the import.
import { Failure, isFailureCode } from '#shared/domain/failure'

type Answer = { token: string } | { error: { code: string; message: string } }

/** Throws Failure: what main says, or `drop-unreadable` when the bytes could not be read. */
export async function uploadFile(file: File): Promise<string> {
  const address = `media://upload/?name=${encodeURIComponent(file.name)}`
  const answer = await send(address, file)
  if ('token' in answer) return answer.token
  const { code, message } = answer.error
  throw new Failure(isFailureCode(code) ? code : 'internal', message)
}

async function send(address: string, file: File): Promise<Answer> {
  try {
    // A plain type: the bytes are looked at, what the browser calls them is not.
    const body = new Blob([file], { type: 'text/plain' })
    const response = await fetch(address, { method: 'POST', body })
    return (await response.json()) as Answer
  } catch (error) {
    const name = file.name || 'The picture'
    throw new Failure('drop-unreadable', `${name} could not be read.`, { name }, { cause: error })
  }
}
