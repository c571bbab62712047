// A place for secrets that keeps none: what is entered lasts until the program ends.
import { Failure } from '#shared/domain/failure'
import type { SecretStore } from './host'

export const NO_SECRETS: SecretStore = {
  keeping: async () => ({
    canKeep: false,
    words: 'A key cannot be kept here; it lasts until Latitude is closed.',
  }),
  read: async () => undefined,
  write: async () => {
    throw new Failure('key-not-kept', 'A key cannot be kept safely on this machine.')
  },
  forget: async () => undefined,
}
