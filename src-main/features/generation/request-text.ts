// The request as text for other tools: a curl command that names the key's variable and never holds a key.
import type { VideoTask } from './request'

export const SERVICE_URL = 'https://api.runware.ai/v1'

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
