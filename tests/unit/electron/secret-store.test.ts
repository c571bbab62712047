import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSecretStore } from '../../../src-main/electron/secret-store'

const KEY = 'marked-key-0123456789'
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude secret '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

// Turned around stands for encrypted: the store must not write what it was given.
const turn = (text: string): string => [...text].reverse().join('')
const older = (backend = 'gnome_libsecret', isAvailable = true) => ({
  isEncryptionAvailable: () => isAvailable,
  encryptString: (text: string) => Buffer.from(turn(text)),
  decryptString: (bytes: Buffer) => turn(bytes.toString()),
  getSelectedStorageBackend: () => backend,
})
const modern = {
  ...older(),
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text: string) => Buffer.from(turn(text)),
  decryptStringAsync: async (bytes: Buffer) => ({ shouldReEncrypt: false, result: turn(bytes.toString()) }),
}
const storeOf = (safeStorage: unknown, platform: NodeJS.Platform = 'linux') =>
  createSecretStore({ safeStorage, path: join(folder, 'key'), platform })

describe('the key on the desktop', () => {
  it.each([
    ['synchronous', older()],
    ['asynchronous', modern],
  ])('is kept encrypted with the %s safeStorage, read again, and forgotten', async (_name, safeStorage) => {
    const store = storeOf(safeStorage)
    expect(await store.read()).toBeUndefined()
    await store.write(KEY)
    expect((await readFile(join(folder, 'key'))).toString()).toBe(turn(KEY))
    expect(await storeOf(safeStorage).read()).toBe(KEY)
    await store.forget()
    expect(await readdir(folder)).toEqual([])
    expect(await store.read()).toBeUndefined()
  })

  it.each([
    ['plain text in disguise', older('basic_text')],
    ['no encryption', older('gnome_libsecret', false)],
  ])('is not kept where there is %s, and that is said', async (_name, safeStorage) => {
    const store = storeOf(safeStorage)
    expect(await store.keeping()).toMatchObject({ canKeep: false })
    expect((await store.keeping()).words).toContain('until Latitude is closed')
    await expect(store.write(KEY)).rejects.toMatchObject({ code: 'key-not-kept' })
    expect(await readdir(folder)).toEqual([])
  })

  it('names who guards it on each platform', async () => {
    const words = async (platform: NodeJS.Platform) => (await storeOf(modern, platform).keeping()).words
    expect(await words('darwin')).toContain('keychain')
    expect(await words('win32')).toContain('Other programs')
    expect(await words('linux')).toContain('key ring')
  })
})
