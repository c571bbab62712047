// Reads the project's JSON files: parsed by zod, newer versions refused by name rather than half understood.
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { Failure, isFailure } from '#shared/domain/failure'
import { errorCode } from '../../disk/durable'

/** The file's document; undefined when there is no such file. `version` is the newest that is understood. Rejects with `project-newer` or `project-unreadable`. */
export async function readDocument<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  version = 1,
): Promise<z.output<Schema> | undefined> {
  try {
    const text = await readFile(path, 'utf8')
    return parseDocument(path, () => text, schema, version)
  } catch (error) {
    return passOver(error, path)
  }
}

/** The same of a text that `read` gives. */
export function parseDocument<Schema extends z.ZodType>(
  path: string,
  read: () => string,
  schema: Schema,
  version = 1,
): z.output<Schema> | undefined {
  let text: string
  try {
    text = read()
  } catch (error) {
    return passOver(error, path)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Failure('project-unreadable', `${path} is not JSON.`, { path }, { cause: error })
  }
  if (isNewer(json, version))
    throw new Failure('project-newer', `${path} was written by a newer Latitude.`, { path })
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue ? `${issue.path.join('.')}: ${issue.message}` : ''
  throw new Failure('project-unreadable', `${path} does not hold what it should (${where}).`, { path, where })
}

/** A file that is not there is no fault. */
function passOver(error: unknown, path: string): undefined {
  if (isFailure(error)) throw error
  if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
  throw new Failure('project-unreadable', `${path} cannot be read.`, { path }, { cause: error })
}

function isNewer(json: unknown, version: number): boolean {
  return (
    typeof json === 'object' &&
    json !== null &&
    'version' in json &&
    typeof json.version === 'number' &&
    json.version > version
  )
}
