// The shell around the window: what it lets in and what it refuses. Nothing here knows the application's own work.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { inRepository } from '../../scripts/repository.mjs'
import { launchLatitude, type LaunchedLatitude } from '../support/electron-app'
import { requireElectron } from '../support/electron-runtime'

let latitude: LaunchedLatitude

test.beforeAll(async () => {
  latitude = await launchLatitude({ size: { width: 1440, height: 900 } })
  const versions = await latitude.app.evaluate(() => process.versions)
  console.log(`Electron ${versions['electron']}, Chromium ${versions['chrome']}, Node ${versions['node']}`)
})
test.afterAll(async () => latitude.close())

test('the window opens with its title, its size and a neutral ground', async () => {
  const readFacts = () =>
    latitude.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      return {
        count: BrowserWindow.getAllWindows().length,
        title: window?.getTitle(),
        ground: window?.getBackgroundColor(),
        size: window?.getContentSize(),
        isVisible: window?.isVisible(),
      }
    })
  // It is shown only when it has something to show.
  await expect.poll(readFacts).toEqual({
    count: 1,
    title: 'Latitude',
    ground: '#141414',
    size: [1440, 900],
    isVisible: true,
  })
  expect(await latitude.page.evaluate(() => location.href)).toBe('app://latitude/index.html')
})

test('the page comes with its content security policy and is cross-origin isolated', async () => {
  const answer = await latitude.page.evaluate(async () => {
    const response = await fetch('app://latitude/index.html')
    return { policy: response.headers.get('content-security-policy'), isIsolated: crossOriginIsolated }
  })
  expect(answer.isIsolated).toBe(true)
  expect(answer.policy).toContain(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';",
  )
  expect(answer.policy).not.toContain('unsafe-inline')
})

test('an inline script does not run', async () => {
  const ran = await latitude.page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.inlineRan = true'
    document.head.append(script)
    await new Promise((resolve) => requestAnimationFrame(resolve))
    return 'inlineRan' in window
  })
  expect(ran).toBe(false)
})

test('the page has no Node, is isolated and sandboxed, and its door has three functions', async () => {
  const page = await latitude.page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', '__dirname', 'electron'].filter(
      (name) => name in globalThis,
    ),
    bridge: Object.keys((globalThis as unknown as { bridge: object }).bridge).sort(),
  }))
  expect(page).toEqual({ globals: [], bridge: ['call', 'listen', 'pathOf'] })
  const preferences = await latitude.app.evaluate(({ webContents }) => {
    const [contents] = webContents.getAllWebContents()
    // Not in Electron's typings, but there for exactly this question.
    const { getLastWebPreferences } = contents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { contextIsolation, sandbox, nodeIntegration, webviewTag, webSecurity } =
      getLastWebPreferences.call(contents)
    return { contextIsolation, sandbox, nodeIntegration, webviewTag, webSecurity }
  })
  expect(preferences).toEqual({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  })
})

test('a window cannot be opened and the page cannot be left', async () => {
  const opened = await latitude.page.evaluate(() => window.open('app://latitude/index.html') === null)
  expect(opened).toBe(true)
  await latitude.page.evaluate(() => {
    ;(window as unknown as { here: boolean }).here = true
    location.href = 'data:text/html,gone'
  })
  await latitude.page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: 'file:///', textContent: 'away' })
    document.body.append(link)
    link.click()
    link.remove()
  })
  expect(await latitude.page.evaluate(() => 'here' in window)).toBe(true)
  expect(latitude.app.windows()).toHaveLength(1)
})

test('permissions are denied', async () => {
  const states = await latitude.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'] as const
    const query = async (name: string) =>
      (await navigator.permissions.query({ name: name as PermissionName })).state
    const location = await new Promise<string>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : error.message),
      )
    })
    const notices = await Notification.requestPermission()
    return { states: await Promise.all(names.map(query)), asked: [location, notices] }
  })
  expect(new Set(states.states)).toEqual(new Set(['denied']))
  expect(states.asked).toEqual(['denied', 'denied'])
})

test('a request to the outside is refused, even to this machine and from main’s own session', async () => {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    response.end('hello')
  })
  const port = await listen(server)
  try {
    const fromPage = await latitude.page.evaluate(
      (address) =>
        fetch(address).then(
          () => 'reached',
          () => 'refused',
        ),
      `http://127.0.0.1:${port}/page`,
    )
    const fromSession = await latitude.app.evaluate(
      ({ session }, address) =>
        session.defaultSession.fetch(address).then(
          () => 'reached',
          (error: Error) => error.message,
        ),
      `http://127.0.0.1:${port}/session`,
    )
    expect(fromPage).toBe('refused')
    expect(fromSession).toContain('ERR_BLOCKED_BY_CLIENT')
    expect(seen).toEqual([])
  } finally {
    server.close()
  }
})

test('Chromium resolves no name but this machine’s', async () => {
  const outcome = await latitude.app.evaluate(async ({ session }) => {
    // A session without the request guard, so that only the resolver stands between it and the world.
    const open = session.fromPartition('without-guard')
    return open.resolveHost('example.com').then(
      () => 'resolved',
      (error: Error) => error.message,
    )
  })
  expect(outcome).toContain('ERR_NAME_NOT_RESOLVED')
})

test('a call from any other window is refused', async () => {
  const outcome = await latitude.app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
      try {
        await foreign.loadURL('app://latitude/index.html')
        return (await foreign.webContents.executeJavaScript(
          "bridge.call('getSnapshot', {}).then(() => 'answered', (error) => error.message)",
        )) as string
      } finally {
        foreign.destroy()
      }
    },
    inRepository('dist', 'preload', 'preload.cjs'),
  )
  expect(outcome).toContain('Refused: not the window of Latitude.')
})

test('the menu gives its commands to the window', async () => {
  await latitude.page.evaluate(() => {
    const scope = globalThis as unknown as {
      bridge: { listen(listener: (event: { name: string; payload: unknown }) => void): () => void }
      seen: unknown[]
    }
    scope.seen = []
    scope.bridge.listen((event) => {
      if (event.name === 'commandGiven') scope.seen.push(event.payload)
    })
  })
  await latitude.app.evaluate(({ Menu }) => {
    const file = Menu.getApplicationMenu()?.items.find((item) => item.label === '&File')
    file?.submenu?.items.find((item) => item.label === 'New shot')?.click()
  })
  const seen = () => latitude.page.evaluate(() => (globalThis as unknown as { seen: unknown[] }).seen)
  await expect.poll(seen).toEqual([{ command: 'new-shot' }])
})

test('the window keeps its size for the next start', async () => {
  const userData = await mkdtemp(join(tmpdir(), 'latitude kept '))
  try {
    const first = await launchLatitude({ userData, size: { width: 1300, height: 760 } })
    await first.close()
    const second = await launchLatitude({ userData })
    const size = await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getContentSize(),
    )
    await second.close()
    expect(size).toEqual([1300, 760])
  } finally {
    await rm(userData, { recursive: true, force: true })
  }
})

test('a second start with the same folder ends at once and wakes the first', async () => {
  const { executable } = requireElectron()
  const woken = latitude.app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<boolean>((resolve) => {
        const [window] = BrowserWindow.getAllWindows()
        if (window) window.focus = () => resolve(true)
      }),
  )
  const args = process.getuid?.() === 0 ? ['--no-sandbox', inRepository()] : [inRepository()]
  const env = { ...process.env, LATITUDE_USER_DATA: latitude.userData }
  const second = spawn(executable, args, { env, stdio: 'ignore' })
  const code = await new Promise((resolve) => second.once('close', resolve))
  expect(code).toBe(0)
  expect(await woken).toBe(true)
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
