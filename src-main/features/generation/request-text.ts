// The request as text for other tools: a curl command that names the key's variable and never holds a key.
import type { VideoTask } from './request-schema'

export const SERVICE_URL = 'https://api.runware.ai/v1'

/** The task as it is shown: each image by a name a person can read, in the images' order. */
export function nameImages(task: VideoTask, names: readonly string[]): VideoTask {
  if (!task.inputs) return task
  const frameImages = task.inputs.frameImages.map((entry, index) => ({
    ...entry,
    image: names[index] ?? entry.image,
  }))
  return { ...task, inputs: { frameImages } }
}

/** For a POSIX shell; the key is expected in the environment variable `RUNWARE_API_KEY`. */
export function toCurl(tasks: readonly VideoTask[]): string {
  return [
    `curl ${SERVICE_URL} \\`,
    '  -H "Authorization: Bearer $RUNWARE_API_KEY" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d ${quote(JSON.stringify(tasks, null, 2))}`,
  ].join('\n')
}

/** Single quotes protect everything but themselves. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
