// A project: a folder the artist chose. The list of shots is the folders themselves, in the order kept here.
import { z } from 'zod'

export const SURROUNDS = ['grey', 'dark', 'black', 'grey18'] as const
export const surroundSchema = z.enum(SURROUNDS)
export type Surround = z.infer<typeof surroundSchema>

export const projectSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  createdAt: z.string(),
  /** Shot names in the artist's order. */
  shotOrder: z.array(z.string()),
})
export type Project = z.infer<typeof projectSchema>
