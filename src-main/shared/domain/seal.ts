// A take's seal: what was sealed and when, and what was found when it was checked again.
import { z } from 'zod'

export const sealFindingSchema = z.object({
  /** `manifest`: the seal's own record is not the one it was. */
  kind: z.enum(['changed', 'missing', 'added', 'manifest']),
  /** Inside the take's folder or the sealed one, with `/`. */
  path: z.string(),
})
export type SealFinding = z.infer<typeof sealFindingSchema>

export const sealedRootSchema = z.object({
  /** Inside the take's folder. */
  folder: z.enum(['exr', 'received']),
  files: z.number().int(),
  bytes: z.number().int(),
  /** In the root's `ascmhl/` folder. */
  manifestName: z.string(),
  /** ASC MHL's structure hash of the root, xxh64. */
  rootHash: z.string(),
})
export type SealedRoot = z.infer<typeof sealedRootSchema>

export const sealSchema = z.object({
  /** ISO 8601. */
  sealedAt: z.string(),
  roots: z.array(sealedRootSchema).min(1),
  /** The last time everything was read and compared again; null when it never was. */
  lastCheck: z
    .object({
      /** ISO 8601. */
      at: z.string(),
      /** At most `FINDINGS_KEPT`. */
      findings: z.array(sealFindingSchema),
      findingCount: z.number().int(),
    })
    .nullable(),
})
export type Seal = z.infer<typeof sealSchema>

export const FINDINGS_KEPT = 100

/** Whether a take may be called sealed: it was, and nothing was found since. */
export function isSealIntact(seal: Seal | null): boolean {
  return seal !== null && (seal.lastCheck === null || seal.lastCheck.findingCount === 0)
}
