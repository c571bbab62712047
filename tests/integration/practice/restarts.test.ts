import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { postTo, readBooks, standingClock, startHost, until, videoTask } from './practice-under-test'
import { make, pictureUri, useWorkbench } from './workbench'

const bench = useWorkbench()

describe('a service that ends in the middle', () => {
  it('finishes its jobs, with their pictures and without a second request, after a SIGKILL', async () => {
    const folder = await bench.newFolder()
    const host = await startHost(bench.hostPath, { folder, workerPath: bench.workerPath, frames: 48 })
    const post = postTo(host.url)
    const image = await pictureUri('#aa5500')
    const tasks = [0, 1].map(() =>
      videoTask({ resolution: '360p', inputs: { frameImages: [{ image, frame: 'first' }] } }),
    )
    try {
      for (const task of tasks) expect((await post([task])).status).toBe(200)
      await until(async () => {
        const { data } = await post([{ taskType: 'getResponse', taskUUID: tasks[0]?.taskUUID }])
        expect(data[0]?.status).toBe('processing')
        return Number(data[0]?.progress) > 0
      })
    } finally {
      await host.kill()
    }

    const second = await bench.start(folder)
    for (const task of tasks) {
      const again = await second.post([task])
      expect(again.errors[0]?.code).toBe('conflictTaskUUID')
      const reply = await second.waitFor(task.taskUUID)
      expect(reply.data[0]).toMatchObject({ status: 'success' })
      const url = String(reply.data[0]?.videoURL)
      expect(url).toContain(second.url)
      expect(await bench.probeUrl(url)).toMatchObject({ frames: 48, width: 640, height: 360 })
    }
    const accepted = (await readBooks(folder)).filter(
      (line) => line.taskType === 'videoInference' && line.accepted === true,
    )
    expect(accepted.map((line) => line.taskUUID)).toEqual(tasks.map((task) => task.taskUUID))
  })

  it('stops at once when it is closed in the middle of a render', async () => {
    const folder = await bench.newFolder()
    const client = await bench.start(folder, { settings: {} })
    const task = videoTask({ resolution: '1080p' })
    await client.post([task])
    await until(async () => {
      const { data } = await client.post([{ taskType: 'getResponse', taskUUID: task.taskUUID }])
      return Number(data[0]?.progress) > 0
    })
    await client.service.close()
    expect(await readdir(join(folder, 'files'))).toEqual([])
    expect(await readdir(join(folder, 'jobs', task.taskUUID))).not.toContain('end.json')
  })

  it('still serves a finished result, and lets it go after a day', async () => {
    const folder = await bench.newFolder()
    const clock = standingClock()
    const first = await bench.start(folder, { clock })
    const task = videoTask({ resolution: '360p' })
    await make(first, task)
    await first.service.close()

    const second = await bench.start(folder, { clock })
    const kept = await second.waitFor(task.taskUUID)
    expect((await fetch(String(kept.data[0]?.videoURL))).status).toBe(200)
    await second.service.close()

    clock.set(clock.now() + 25 * 3_600_000)
    const third = await bench.start(folder, { clock })
    const gone = await third.waitFor(task.taskUUID)
    expect(gone.errors[0]).toMatchObject({ code: 'taskExpired', taskUUID: task.taskUUID })
    expect(await readdir(join(folder, 'files'))).toEqual([])
    expect((await third.post([task])).errors[0]?.code).toBe('conflictTaskUUID')
  })
})

describe('a render that fails', () => {
  it('ends the task with an error in the documented place, and the next job is rendered', async () => {
    let isBroken = true
    const client = await bench.start(await bench.newFolder(), {
      run: (job, control) => {
        if (!isBroken) return bench.run(job, control)
        isBroken = false
        return Promise.reject(new Error('no encoder'))
      },
    })
    const task = videoTask({ resolution: '360p' })
    await client.post([task])
    const reply = await client.waitFor(task.taskUUID)
    expect(reply.data).toEqual([])
    expect(reply.errors[0]).toMatchObject({ code: 'inferenceError', taskUUID: task.taskUUID })
    const next = await make(client, videoTask({ resolution: '360p' }))
    expect(next.status).toBe('success')
  })
})
