// The practice service alone in a process, so that a test can kill the process. Prints its address.
import { createPracticeService } from '../../../src-main/features/practice/practice-service'
import { realFfmpeg } from './real-ffmpeg'

interface Wishes {
  folder: string
  workerPath: string
  frames: number
}

async function main(): Promise<void> {
  const { folder, workerPath, frames } = JSON.parse(process.argv[2] ?? '{}') as Wishes
  const { run } = await realFfmpeg()
  const clock = { now: () => Date.parse('2026-11-20T12:00:00Z'), sleep: () => Promise.resolve() }
  const service = createPracticeService({
    ...{ folder, run, workerPath, clock, log: (line) => console.error(line) },
    settings: { frames },
  })
  const { url } = await service.listen(0)
  console.log(url)
}

void main()
