// What belongs to this machine and not to a project: the last project, the surround, the ffmpeg the artist chose.
import { join } from 'node:path'
import { z } from 'zod'
import { serviceViewSchema, settingsViewSchema } from '#shared/contract/views'
import { writeJsonDurably } from '../disk/durable'
import { zipLimitsSchema } from '../features/delivery/zip-rules'
import { readDocument } from '../features/projects/read-documents'

const settingsSchema = z.object({
  version: z.literal(1),
  projectFolder: z.string().nullable(),
  ffmpegPath: z.string().nullable(),
  surround: settingsViewSchema.shape.surround,
  timeUnit: settingsViewSchema.shape.timeUnit.default('frames'),
  guides: settingsViewSchema.shape.guides.default(['thirds']),
  /** The service new takes are made with. */
  service: serviceViewSchema.shape.current.default('practice'),
  /** Caps on archives that are other than the built-in ones. */
  unpackLimits: zipLimitsSchema.partial().default({}),
})
export type Settings = z.infer<typeof settingsSchema>

const DEFAULTS: Settings = {
  version: 1,
  projectFolder: null,
  ffmpegPath: null,
  surround: 'grey',
  timeUnit: 'frames',
  guides: ['thirds'],
  service: 'practice',
  unpackLimits: {},
}

export interface SettingsStore {
  get(): Settings
  change(changes: Partial<Omit<Settings, 'version'>>): Promise<void>
}

/** Settings that cannot be read are replaced by the defaults: nothing an artist made lies in them. */
export async function openSettings(userData: string): Promise<SettingsStore> {
  const path = join(userData, 'settings.json')
  let settings = (await readDocument(path, settingsSchema).catch(() => undefined)) ?? DEFAULTS
  return {
    get: () => settings,
    async change(changes) {
      settings = { ...settings, ...changes }
      await writeJsonDurably(path, settings)
    },
  }
}
