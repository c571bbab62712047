// ffmpeg and ffprobe behind a script that notes down how each was started: its arguments, its environment, and the list of
// all processes at that moment. For POSIX systems.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { realFfmpeg } from './real-ffmpeg'

export interface RecordedPrograms {
  /** The ffmpeg to be used. */
  ffmpeg: string
  /** Everything that was noted down so far. */
  read(): Promise<string>
}

/** `folder` is made, and holds the scripts and their notes. */
export async function recordPrograms(folder: string): Promise<RecordedPrograms> {
  const { found } = await realFfmpeg()
  const record = join(folder, 'record.txt')
  await mkdir(folder, { recursive: true })
  for (const [name, path] of [
    ['ffmpeg', found.ffmpegPath],
    ['ffprobe', found.ffprobePath],
  ] as const) {
    const lines = [
      '#!/bin/sh',
      `{ echo "started ${name} $*"; env; ps -axww -o command; } >> '${record}' 2>/dev/null`,
      `exec '${path ?? ''}' "$@"`,
    ]
    await writeFile(join(folder, name), `${lines.join('\n')}\n`)
    await chmod(join(folder, name), 0o755)
  }
  return { ffmpeg: join(folder, 'ffmpeg'), read: () => readFile(record, 'utf8') }
}
