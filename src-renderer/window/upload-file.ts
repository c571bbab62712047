// Hands the bytes of a dropped file that has no path to main, which answers with a token for the import.
import { Failure, isFailureCode } from '#shared/domain/failure'

type Answer = { token: string } | { error: { code: string; message: string } }

/** Throws Failure: what main says, or `drop-unreadable` when the bytes could not be read. */
export async function uploadFile(file: File): Promise<string> {
  let token = await sendPiece(`?name=${encodeURIComponent(file.name)}`, file, 0)
  for (let at = PIECE_BYTES; at < file.size; at += PIECE_BYTES) token = await sendPiece(token, file, at)
  return token
}

/** A piece is held in memory on both sides; a whole picture is not. */
const PIECE_BYTES = 8 * 1024 * 1024

async function sendPiece(to: string, file: File, at: number): Promise<string> {
  const answer = await post(`media://upload/${to}`, file, at)
  if ('token' in answer) return answer.token
  const { code, message } = answer.error
  throw new Failure(isFailureCode(code) ? code : 'internal', message)
}

async function post(address: string, file: File, at: number): Promise<Answer> {
  try {
    // A plain type: the bytes are looked at, what the browser calls them is not.
    const body = new Blob([file.slice(at, at + PIECE_BYTES)], { type: 'text/plain' })
    const response = await fetch(address, { method: 'POST', body })
    return (await response.json()) as Answer
  } catch (error) {
    const name = file.name || 'The picture'
    throw new Failure('drop-unreadable', `${name} could not be read.`, { name }, { cause: error })
  }
}
