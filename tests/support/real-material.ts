// Real material and reference tools that may or may not be on this machine; tests that need them skip visibly.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import * as zip from 'yauzl-promise'

/** The folder of shared real material beside the repository. */
export const MATERIAL = resolve(import.meta.dirname, '../../../shared/fixtures')
export const hasMaterial = existsSync(MATERIAL)
export const DELIVERY_ZIP = resolve(MATERIAL, 'delivery-dwab-ap0-480x270.zip')

/** Unpacks the delivery's ten frames into `folder`; gives their paths in order. */
export async function unpackDelivery(folder: string): Promise<string[]> {
  const archive = await zip.open(DELIVERY_ZIP)
  const paths: string[] = []
  for await (const entry of archive) {
    const path = join(folder, entry.filename)
    await writeFile(path, await entry.openReadStream())
    paths.push(path)
  }
  await archive.close()
  return paths.sort()
}

/** Whether a program can be started by name. */
export function hasTool(program: string, versionArgument = '--version'): boolean {
  try {
    execFileSync(program, [versionArgument], { stdio: 'ignore' })
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT')
  }
}

/** What `exrheader` prints of a file's first part, one attribute a key, its text as the value. */
export function readWithExrheader(path: string): Map<string, string> {
  const printed = execFileSync('exrheader', [path], { encoding: 'utf8' })
  const attributes = new Map<string, string>()
  let name = ''
  for (const line of printed.split('\n')) {
    const head = /^(\S.*?) \(type \w+\):(.*)$/.exec(line)
    if (head) {
      name = head[1] ?? ''
      attributes.set(name, (head[2] ?? '').trim())
    } else if (line.startsWith('    ')) {
      attributes.set(name, `${attributes.get(name) ?? ''}\n${line.trim()}`.trim())
    }
  }
  return attributes
}
