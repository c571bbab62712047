// The key of the paid service, encrypted by the operating system and kept in the user data folder. Works with both
// shapes of Electron's safeStorage: asynchronous since 44, synchronous before.
import { readFile, rm } from 'node:fs/promises'
import { Failure } from '#shared/domain/failure'
import type { SecretStore } from '../app/host'
import { writeDurably } from '../disk/durable'

interface Cipher {
  isAvailable(): Promise<boolean>
  encrypt(text: string): Promise<Buffer>
  decrypt(bytes: Buffer): Promise<string>
  /** Linux only: what guards the key of the encryption. */
  backend(): string | undefined
}

const GUARDS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Kept encrypted; the macOS keychain holds the key to it.',
  win32:
    'Kept encrypted for your Windows account. Other programs that run under the same account could still read it.',
}

/** `safeStorage` is Electron's, in either shape; asked only after Electron is ready. */
export function createSecretStore(options: {
  safeStorage: unknown
  path: string
  platform: NodeJS.Platform
}): SecretStore {
  const { path, platform } = options
  const cipher = toCipher(options.safeStorage)

  /** On Linux without a key ring the "encryption" is plain text in disguise, and counts as none. */
  async function canKeep(): Promise<boolean> {
    const isPlain = platform === 'linux' && ['basic_text', 'unknown'].includes(cipher.backend() ?? 'unknown')
    return !isPlain && (await cipher.isAvailable().catch(() => false))
  }

  return {
    async keeping() {
      if (await canKeep()) return { canKeep: true, words: GUARDS[platform] ?? linuxWords(cipher.backend()) }
      return {
        canKeep: false,
        words:
          'This computer offers no place to keep a key encrypted; it would lie in plain text. It is used until Latitude is closed.',
      }
    },
    async read() {
      const bytes = await readFile(path).catch(() => undefined)
      if (bytes === undefined || !(await canKeep())) return undefined
      return (await cipher.decrypt(bytes)) || undefined
    },
    async write(secret) {
      if (!(await canKeep()))
        throw new Failure('key-not-kept', 'This computer offers no place to keep a key encrypted.')
      await writeDurably(path, await cipher.encrypt(secret))
    },
    forget: () => rm(path, { force: true }),
  }
}

function linuxWords(backend: string | undefined): string {
  const ring = backend?.startsWith('kwallet') ? 'KWallet' : 'the desktop’s key ring'
  return `Kept encrypted; ${ring} holds the key to it.`
}

interface AsyncStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>
  encryptStringAsync(text: string): Promise<Buffer>
  decryptStringAsync(bytes: Buffer): Promise<{ result: string } | string>
  getSelectedStorageBackend?(): string
}

interface OlderStorage {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(bytes: Buffer): string
  getSelectedStorageBackend?(): string
}

function toCipher(storage: unknown): Cipher {
  const isAsync = typeof storage === 'object' && storage !== null && 'encryptStringAsync' in storage
  const backend = (): string | undefined => (storage as OlderStorage).getSelectedStorageBackend?.()
  if (isAsync) {
    const modern = storage as AsyncStorage
    return {
      isAvailable: () => modern.isAsyncEncryptionAvailable(),
      encrypt: (text) => modern.encryptStringAsync(text),
      async decrypt(bytes) {
        const answer = await modern.decryptStringAsync(bytes)
        return typeof answer === 'string' ? answer : answer.result
      },
      backend,
    }
  }
  const older = storage as OlderStorage
  return {
    isAvailable: async () => older.isEncryptionAvailable(),
    encrypt: async (text) => older.encryptString(text),
    decrypt: async (bytes) => older.decryptString(bytes),
    backend,
  }
}
