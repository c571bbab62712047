// The packaged application: what is inside, which fuses it carries, that it starts and makes a take, and that it
// cannot be turned into a Node or be debugged. Run by `npm run test:packaged`, which packs it first.
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import sharp from 'sharp'
import { inRepository } from '../../scripts/repository.mjs'
import { startPackaged, type PackagedLatitude } from '../support/packaged-app'

const program = process.env['LATITUDE_PACKAGED'] ?? ''
const resources =
  process.platform === 'darwin'
    ? join(dirname(dirname(program)), 'Resources')
    : join(dirname(program), 'resources')

interface Bridge {
  call(name: string, input: unknown): Promise<{ ok: boolean; value: unknown; error?: unknown }>
}
interface SnapshotPart {
  shots: {
    name: string
    takes: { id: string; state: string; proxies: object | null; activity: object | null }[]
  }[]
}

let folder: string
let latitude: PackagedLatitude

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude packaged ü '))
  const env = {
    LATITUDE_USER_DATA: join(folder, 'user data'),
    LATITUDE_DOCUMENTS: join(folder, 'documents'),
    // Three ways to make Node or a debugger of it; all are refused, and the application starts as ever.
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: '--inspect=0',
  }
  latitude = await startPackaged(program, ['--inspect=0'], env)
})

test.afterAll(async () => {
  await latitude?.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

test('the configuration is valid and names an installer for each platform', async () => {
  const config = await getConfig(inRepository(), null, null)
  await validateConfiguration(config, new DebugLogger(false))
  const targets = (list: unknown) => list as { target: string; arch: string[] }[]
  expect(targets(config.mac?.target)).toEqual([{ target: 'dmg', arch: ['arm64', 'x64'] }])
  expect(targets(config.win?.target)).toEqual([{ target: 'nsis', arch: ['x64'] }])
  expect(targets(config.linux?.target)).toEqual([{ target: 'AppImage', arch: ['x64'] }])
  const wrong = { ...config, electronFuses: { runAsNod: false } }
  await expect(validateConfiguration(wrong as never, new DebugLogger(false))).rejects.toThrow('electronFuses')
})

test('the window works, isolated and without Node', async () => {
  await expect(latitude.page.locator('body')).toBeVisible()
  const facts = await latitude.page.evaluate(async () => {
    const { bridge } = globalThis as unknown as { bridge: Bridge }
    const { ok } = await bridge.call('getSnapshot', {})
    return { href: location.href, isIsolated: crossOriginIsolated, hasRequire: 'require' in globalThis, ok }
  })
  expect(facts).toEqual({
    href: 'app://latitude/index.html',
    isIsolated: true,
    hasRequire: false,
    ok: true,
  })
})

test('no debugger listens and it does not become Node', () => {
  expect(latitude.output()).not.toContain('Debugger listening')
  expect(latitude.proc.exitCode).toBeNull()
})

test('it carries the fuses that are shipped', async () => {
  const wire = await getCurrentFuseWire(program)
  const state = (option: FuseV1Options) => wire[option]
  for (const off of [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ]) {
    expect(state(off), FuseV1Options[off]).toBe(FuseState.DISABLE)
  }
  for (const on of [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ]) {
    expect(state(on), FuseV1Options[on]).toBe(FuseState.ENABLE)
  }
})

test('the archive holds the bundles and what they need, no sources, no tests, no maps', async () => {
  const entries = listPackage(join(resources, 'app.asar'), { isPack: false }).map((entry) =>
    entry.replaceAll('\\', '/'),
  )
  expect(entries).toEqual(
    expect.arrayContaining([
      '/package.json',
      '/dist/main/main.cjs',
      '/dist/main/practice-worker.cjs',
      '/dist/preload/preload.cjs',
      '/dist/renderer/index.html',
    ]),
  )
  const foreign = entries.filter(
    (entry) => /^\/(src-|tests|scripts|docs|bench|\.)/.test(entry) || /\.(map|svelte)$/.test(entry),
  )
  expect(foreign).toEqual([])
  const manifest = JSON.parse(await readFile('package.json', 'utf8')) as {
    dependencies: Record<string, string>
    devDependencies: Record<string, string>
  }
  const packaged = (name: string) => entries.includes(`/node_modules/${name}`)
  expect(Object.keys(manifest.dependencies).filter((name) => !packaged(name))).toEqual([])
  expect(Object.keys(manifest.devDependencies).filter(packaged)).toEqual([])
})

test('native parts and assets lie outside the archive as real files', () => {
  for (const path of [
    ['app.asar.unpacked', 'node_modules', 'sharp'],
    ['app.asar.unpacked', 'node_modules', '@img'],
    ['app.asar.unpacked', 'node_modules', '@node-rs'],
    ['assets', 'luts', 'tables.json'],
  ]) {
    expect(existsSync(join(resources, ...path)), path.join('/')).toBe(true)
  }
  expect(existsSync(join(resources, 'default_app.asar'))).toBe(false)
})

test('a still becomes a verified practice take with EXR frames', async () => {
  test.setTimeout(180_000)
  const still = join(folder, 'still.png')
  await sharp({ create: { width: 640, height: 360, channels: 3, background: '#48525c' } })
    .png()
    .toFile(still)
  const takeId = await latitude.page.evaluate(async (path) => {
    const { bridge } = globalThis as unknown as { bridge: Bridge }
    const call = async <T>(name: string, input: unknown): Promise<T> => {
      const answer = await bridge.call(name, input)
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
      return answer.value as T
    }
    const { shotName } = await call<{ shotName: string }>('importStills', { paths: [path] })
    // With EXR, so that the zip reader's native part runs too.
    const patch = { prompt: 'A slow dolly through the room.', tier: '720p', range: 'hdr-exr', duration: 5 }
    await call('editShot', { shotName, edit: { kind: 'patch', patch } })
    return (await call<{ takeId: string }>('buyTake', { shotName })).takeId
  }, still)
  const take = () =>
    latitude.page.evaluate(async (id) => {
      const { bridge } = globalThis as unknown as { bridge: Bridge }
      const snapshot = (await bridge.call('getSnapshot', {})).value as SnapshotPart
      return snapshot.shots.flatMap((shot) => shot.takes).find((one) => one.id === id)
    }, takeId)
  // To its rest, viewing copies included: with work under way the application would ask before it ends.
  await expect
    .poll(take, { timeout: 150_000, intervals: [500] })
    .toMatchObject({ state: 'sealed', proxies: { sdr: expect.any(String) }, activity: null })
})
