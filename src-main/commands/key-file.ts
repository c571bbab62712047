// The key for the command line: a file that only its owner may read, because a pipeline has no key ring to ask.
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Failure } from '#shared/domain/failure'
import type { SecretStore } from '../app/host'

/** `folder` is the command line's own place for settings. */
export function createKeyFile(folder: string, platform: NodeJS.Platform): SecretStore & { path: string } {
  const path = join(folder, 'runware-key')
  return {
    path,
    keeping: async () => ({
      canKeep: true,
      words: `Kept in plain text in ${path}, which only your account may read.`,
    }),
    async read() {
      const facts = await stat(path).catch(() => undefined)
      if (!facts) return undefined
      // A key that others can read is not used quietly. Windows guards the folder itself.
      if (platform !== 'win32' && (facts.mode & 0o077) !== 0) {
        throw new Failure('key-not-kept', `${path} can be read by others; run: chmod 600 "${path}"`, { path })
      }
      return (await readFile(path, 'utf8')).trim() || undefined
    },
    async write(secret) {
      await mkdir(dirname(path), { recursive: true })
      const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
      try {
        // Never readable by others, not even for the moment in which it is written.
        const file = await open(temporary, 'wx', 0o600)
        try {
          await file.writeFile(`${secret}\n`)
          await file.sync()
        } finally {
          await file.close()
        }
        await chmod(temporary, 0o600)
        await rename(temporary, path)
      } catch (error) {
        await rm(temporary, { force: true })
        throw new Failure(
          'key-not-kept',
          `The key could not be written to ${path}.`,
          { path },
          { cause: error },
        )
      }
    },
    forget: () => rm(path, { force: true }),
  }
}
