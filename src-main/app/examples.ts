// The example stills that come with the application.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const exampleSchema = z.object({ id: z.string(), title: z.string(), file: z.string(), prompt: z.string() })
export type Example = z.infer<typeof exampleSchema> & { path: string }

/** Reads `assets/examples/examples.json`; an application without examples still works. */
export async function readExamples(assets: string, log: (line: string) => void): Promise<Example[]> {
  const folder = join(assets, 'examples')
  try {
    const json: unknown = JSON.parse(await readFile(join(folder, 'examples.json'), 'utf8'))
    return z
      .array(exampleSchema)
      .parse(json)
      .map((example) => ({ ...example, path: join(folder, example.file) }))
  } catch (error) {
    log(`examples: ${String(error)}`)
    return []
  }
}
