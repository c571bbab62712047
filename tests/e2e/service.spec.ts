// The key and the line to the service in the real application: Chromium's network stack, its proxy, its certificates.
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { ServiceView, Snapshot } from '#shared/contract/views'
import { launchLatitude, type LaunchedLatitude } from '../support/electron-app'
import { serveConnectProxy, serveService } from '../support/service-server'

const KEY = 'marked-key-0123456789abcdef'
const yes = () => ({ body: { data: [{ taskType: 'ping', pong: true, balance: 12.5 }] } })

let latitude: LaunchedLatitude
test.afterEach(() => latitude.close())

interface Result {
  ok: boolean
  value?: unknown
  error?: { code: string; message: string; details: Record<string, unknown> }
}

function call(name: string, input: object): Promise<Result> {
  return latitude.page.evaluate(
    ([callName, given]) =>
      (window as unknown as { bridge: { call(name: string, input: object): Promise<Result> } }).bridge.call(
        callName,
        given,
      ),
    [name, input] as const,
  )
}

test('a key goes to the service and nowhere else: not to a file, the log, the page or its snapshot', async () => {
  const service = await serveService(yes)
  latitude = await launchLatitude({ env: { RUNWARE_API_URL: `${service.url}/v1` } })
  expect(await call('setKey', { key: KEY, keep: 'session' })).toEqual({
    ok: true,
    value: { balance: { amount: 12.5, freeAmount: null, currency: 'USD' } },
  })
  expect(service.posted.map(({ headers }) => headers.authorization)).toEqual([
    `Bearer ${KEY}`,
    `Bearer ${KEY}`,
  ])
  // With a key ring it is kept, encrypted; without one that is refused, and said.
  const kept = await call('setKey', { key: KEY, keep: 'stored' })
  const { service: view } = (await call('getSnapshot', {})).value as { service: ServiceView }
  if (view.keeping.canKeep) expect(view.key).toBe('stored')
  else expect([kept.error?.code, view.key]).toEqual(['key-not-kept', 'session'])
  expect(await call('chooseService', { service: 'runware' })).toMatchObject({ ok: true })
  const snapshot = await call('getSnapshot', {})
  expect(snapshot).toMatchObject({ value: { service: { current: 'runware', key: view.key } } })
  expect(JSON.stringify(snapshot)).not.toContain(KEY)
  expect(await latitude.page.content()).not.toContain(KEY)
  await latitude.app.close()
  expect(latitude.output()).not.toContain(KEY)
  for (const folder of [latitude.userData, latitude.documents]) {
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (file.isFile())
        expect((await readFile(join(file.parentPath, file.name))).includes(KEY), file.name).toBe(false)
    }
  }
  await service.close()
})

test('a redirection is not followed, and the key stays', async () => {
  const elsewhere = await serveService(yes)
  const service = await serveService(() => ({
    ...{ status: 307, headers: { location: `${elsewhere.url}/v1` }, body: '' },
  }))
  latitude = await launchLatitude({ env: { RUNWARE_API_URL: `${service.url}/v1`, RUNWARE_API_KEY: KEY } })
  expect(await call('checkKey', {})).toMatchObject({
    ok: false,
    error: { code: 'service-unreachable', details: { reason: 'redirect' } },
  })
  expect(elsewhere.posted).toEqual([])
  await Promise.all([service.close(), elsewhere.close()])
})

test('a result is fetched from where its address leads, without the key, and from nowhere it may not', async () => {
  const asked: { path: string | undefined; authorization: string | undefined }[] = []
  // On this machine plain http is allowed; elsewhere it is not, and nobody answers at that address.
  const leads: Record<string, string> = {
    '/clip.mp4': '/hop',
    '/hop': '/final',
    '/out': 'http://192.0.2.1/clip.mp4',
  }
  const media = createServer((request, response) => {
    asked.push({ path: request.url, authorization: request.headers.authorization })
    const onward = leads[request.url ?? '']
    if (onward === undefined) response.end('no video')
    else response.writeHead(302, { location: onward }).end()
  })
  await new Promise<void>((resolve) => media.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(media.address() as AddressInfo).port}`
  let path = '/clip.mp4'
  const service = await serveService(({ taskType, taskUUID }) => ({
    body: { data: [{ taskType, taskUUID, status: 'success', videoURL: `${at}${path}` }] },
  }))
  latitude = await launchLatitude({ env: { RUNWARE_API_URL: `${service.url}/v1`, RUNWARE_API_KEY: KEY } })
  await call('chooseService', { service: 'runware' })
  const make = async (): Promise<string[]> => {
    const { shotName } = (await call('createShot', {})).value as { shotName: string }
    const patch = { prompt: 'P', tier: '360p', range: 'sdr' }
    await call('editShot', { shotName, edit: { kind: 'patch', patch } })
    const { takeId } = (await call('buyTake', { shotName })).value as { takeId: string }
    const seen = { state: '', code: '' }
    await expect
      .poll(async () => {
        const snapshot = (await call('getSnapshot', {})).value as Snapshot
        const take = snapshot.shots.flatMap((shot) => shot.takes).find((known) => known.id === takeId)
        Object.assign(seen, { state: take?.state, code: take?.failure?.code ?? '' })
        return seen.code
      })
      .not.toBe('')
    return [seen.state, seen.code]
  }
  expect(await make()).toEqual(['failed', 'video-unreadable'])
  const way = ['/clip.mp4', '/hop', '/final'].map((each) => ({ path: each, authorization: undefined }))
  // A clip that does not decode is fetched once more.
  expect(asked).toEqual([...way, ...way])
  path = '/out'
  expect(await make()).toEqual(['parked', 'service-address'])
  media.closeAllConnections()
  media.close()
  await service.close()
})

test('a certificate nobody vouches for is refused with a sentence', async () => {
  const service = await serveService(yes, { isSecure: true })
  latitude = await launchLatitude({ env: { RUNWARE_API_URL: `${service.url}/v1`, RUNWARE_API_KEY: KEY } })
  const { error } = await call('checkKey', {})
  expect(error).toMatchObject({ code: 'service-unreachable', details: { reason: 'certificate-unknown' } })
  expect(service.posted).toEqual([])
  await service.close()
})

test('the proxy of the system is asked for the service, and its refusal is said', async () => {
  const proxy = await serveConnectProxy()
  latitude = await launchLatitude({
    env: { RUNWARE_API_URL: 'https://service.example/v1', RUNWARE_API_KEY: KEY },
    switches: [`--proxy-server=${proxy.url}`],
  })
  const { error } = await call('checkKey', {})
  expect(error).toMatchObject({ code: 'service-unreachable', details: { reason: 'proxy' } })
  expect(proxy.asked).toEqual(['service.example:443'])
  await proxy.close()
})

test.describe('a proxy that the environment names and that wants a name and a password', () => {
  /** Through the proxy to a service whose certificate this test vouches for. */
  async function checkThrough(
    signIn: string,
  ): Promise<{ result: Result; asked: string[]; carried: Buffer; posted: number }> {
    const service = await serveService(yes, { isSecure: true, name: 'service.example' })
    const proxy = await serveConnectProxy(service.port, 'studio:p@ss:word')
    latitude = await launchLatitude({
      env: {
        RUNWARE_API_URL: 'https://service.example/v1',
        RUNWARE_API_KEY: KEY,
        HTTPS_PROXY: proxy.url.replace('//', `//${signIn}`),
        NO_PROXY: 'elsewhere.example',
      },
    })
    await latitude.app.evaluate(({ session }) =>
      session
        .fromPartition('service', { cache: false })
        .setCertificateVerifyProc((_request, answer) => answer(0)),
    )
    const result = await call('checkKey', {})
    await Promise.all([service.close(), proxy.close()])
    return { result, asked: proxy.asked, carried: proxy.carried(), posted: service.posted.length }
  }

  test('gets them, and sees a tunnel and no key', async () => {
    const { result, asked, carried, posted } = await checkThrough('studio:p%40ss%3Aword@')
    expect(result).toMatchObject({ ok: true, value: { balance: { amount: 12.5 } } })
    expect(posted).toBeGreaterThan(0)
    expect(new Set(asked)).toEqual(new Set(['service.example:443']))
    expect(carried.length).toBeGreaterThan(500)
    expect(carried.includes(KEY)).toBe(false)
  })

  for (const signIn of ['', 'studio:wrong@']) {
    test(`is named as what stands in the way, given ${signIn || 'none'}`, async () => {
      const { result, posted } = await checkThrough(signIn)
      expect(result.error).toMatchObject({
        code: 'service-unreachable',
        details: { reason: 'proxy-sign-in' },
      })
      expect(result.error?.message).not.toContain('wrong')
      expect(posted).toBe(0)
    })
  }
})
