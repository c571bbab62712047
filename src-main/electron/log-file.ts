// One line of diagnosis at a time, into the user data folder and to stderr. Never holds up or ends the application, and
// leaves out what a request was authorized with, should an unforeseen error hold it.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const KEEP_BYTES = 1_000_000

/** The file is `latitude.log` in `folder`; at start a large one becomes `latitude.old.log`. */
export function createLog(folder: string, now: () => number): (line: string) => void {
  const path = join(folder, 'latitude.log')
  attempt(() => mkdirSync(folder, { recursive: true }))
  attempt(() => {
    if (statSync(path).size > KEEP_BYTES) renameSync(path, join(folder, 'latitude.old.log'))
  })
  return (line) => {
    const entry = `${new Date(now()).toISOString()} ${withoutKeys(line.replaceAll('\n', ' '))}\n`
    process.stderr.write(entry)
    attempt(() => appendFileSync(path, entry))
  }
}

function withoutKeys(line: string): string {
  return line.replaceAll(/\bBearer\s+[^\s"',}]+/gi, 'Bearer (key)')
}

/** A log that cannot be written is no reason to stop. */
function attempt(act: () => void): void {
  try {
    act()
  } catch {
    return
  }
}
