// A marked key, and everything that can go wrong unforeseen in the real application: errors nobody catches, promises
// nobody waits for, a page that dies. What is written of it never holds the key.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchLatitude } from '../support/electron-app'
import { serveService } from '../support/service-server'

const KEY = 'marked-key-0123456789abcdef'

test('nothing that is written when things go wrong holds the key, and no later process inherits it', async () => {
  const service = await serveService(() => ({ body: { data: [{ taskType: 'ping', pong: true }] } }))
  const latitude = await launchLatitude({
    env: { RUNWARE_API_URL: `${service.url}/v1`, RUNWARE_API_KEY: KEY },
  })
  try {
    const { app, page } = latitude
    const checked = await page.evaluate(() =>
      (
        window as unknown as { bridge: { call(name: string, input: object): Promise<{ ok: boolean }> } }
      ).bridge.call('checkKey', {}),
    )
    expect(checked.ok).toBe(true)
    expect(service.posted[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(await app.evaluate(() => process.env['RUNWARE_API_KEY'] ?? 'none')).toBe('none')

    // As an error of a library would be that repeats the headers it was given.
    await app.evaluate((_electron, key) => {
      const headers = JSON.stringify({ authorization: `Bearer ${key}` })
      setTimeout(() => {
        throw new Error(`stray error with ${headers}`)
      })
      void Promise.reject(new Error(`stray promise with ${headers}`))
    }, KEY)
    await expect.poll(latitude.output).toContain('stray error with {"authorization":"Bearer (key)"}')
    await expect.poll(latitude.output).toContain('stray promise with {"authorization":"Bearer (key)"}')
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
    await expect.poll(latitude.output).toContain('the page ended')

    expect(latitude.output()).not.toContain(KEY)
    const files = await readdir(latitude.userData, { recursive: true, withFileTypes: true })
    expect(files.map(({ name }) => name)).toContain('latitude.log')
    for (const file of files)
      if (file.isFile())
        expect((await readFile(join(file.parentPath, file.name))).includes(KEY), file.name).toBe(false)
  } finally {
    await latitude.close()
    await service.close()
  }
})
