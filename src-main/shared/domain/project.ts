// A project: a folder the artist chose. The list of shots is the folders themselves, in the order kept here.
import { z } from 'zod'
import { conformSettingsSchema, DEFAULT_CONFORM } from './conform-settings'

export const SURROUNDS = ['grey', 'dark', 'black', 'grey18'] as const
export const surroundSchema = z.enum(SURROUNDS)
export type Surround = z.infer<typeof surroundSchema>

export const LOOKS_MAX = 200

/** Words that are used again and again: a lens and a film stock, the way this production lights its nights. */
export const lookSchema = z.object({
  /** Also its identity: saving under a name that is there replaces it. */
  name: z.string().trim().min(1).max(60),
  text: z.string().trim().min(1).max(2000),
})
export type Look = z.infer<typeof lookSchema>

export const budgetSchema = z.number().nonnegative().max(1_000_000).nullable()

export const PROJECT_VERSION = 3

export const projectSchema = z.object({
  version: z.literal(PROJECT_VERSION),
  name: z.string(),
  createdAt: z.string(),
  /** Shot names in the artist's order. */
  shotOrder: z.array(z.string()),
  /** No take is made that would bring the project's spending above it, in USD; null is no budget. */
  budgetUsd: budgetSchema,
  looks: z.array(lookSchema).max(LOOKS_MAX),
  /** For what is made from now on. */
  conform: conformSettingsSchema,
})
export type Project = z.infer<typeof projectSchema>

/** `project.json` of every version so far, brought to this one. */
export const projectFileSchema = z.preprocess((json) => {
  const older = z.looseObject({ version: z.literal([1, 2]) }).safeParse(json)
  if (!older.success) return json
  const gained = {
    ...(older.data.version === 1 ? { budgetUsd: null, looks: [] } : {}),
    conform: DEFAULT_CONFORM,
  }
  return { ...older.data, ...gained, version: PROJECT_VERSION }
}, projectSchema)

/** The looks with one more; one of the same name (but for case) is replaced in its place. */
export function saveLook(looks: readonly Look[], look: Look): Look[] {
  const index = looks.findIndex((known) => known.name.toLowerCase() === look.name.toLowerCase())
  return index === -1 ? [...looks, look] : looks.map((known, at) => (at === index ? look : known))
}

export function removeLook(looks: readonly Look[], name: string): Look[] {
  return looks.filter((known) => known.name !== name)
}
