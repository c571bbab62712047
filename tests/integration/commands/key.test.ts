// The built command line and its key: through a pipe, kept for its owner alone, used against a server on this machine.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtCli } from '../../support/built'
import {
  CERTIFICATE_PATH,
  certificatePath,
  serveConnectProxy,
  serveService,
  type ConnectProxy,
  type ServiceServer,
} from '../../support/service-server'

const KEY = 'marked-key-0123456789abcdef'
const account = () => ({ body: { data: [{ taskType: 'x', balance: { amount: 12.5, currency: 'USD' } }] } })
let folder: string
let service: ServiceServer
const open: { close(): Promise<void> }[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude key '))
  service = await serveService(account)
  open.push(service)
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  await rm(folder, { recursive: true, force: true })
})

interface Ran {
  code: number | null
  out: string
  err: string
}

function latitude(
  args: string[],
  options: { input?: string; env?: Record<string, string> } = {},
): Promise<Ran> {
  const env: NodeJS.ProcessEnv = { ...process.env }
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'RUNWARE_API_KEY']) {
    delete env[name]
    delete env[name.toLowerCase()]
  }
  Object.assign(env, { LATITUDE_USER_DATA: folder, RUNWARE_API_URL: `${service.url}/v1` }, options.env)
  const child = spawn(process.execPath, [builtCli(), ...args], { env })
  let [out, err] = ['', '']
  child.stdout.on('data', (data: Buffer) => (out += data.toString()))
  child.stderr.on('data', (data: Buffer) => (err += data.toString()))
  child.stdin.end(options.input ?? '')
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}

describe('the key of the command line', () => {
  it('comes through a pipe, is kept for its owner alone, tested, used and forgotten', async () => {
    const set = await latitude(['key', 'set'], { input: `${KEY}\n` })
    expect(set).toMatchObject({ code: 0 })
    expect(set.out).toContain('plain text')
    const path = join(folder, 'runware-key')
    expect(await readFile(path, 'utf8')).toBe(`${KEY}\n`)
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)

    expect(await latitude(['key', 'test'])).toMatchObject({
      code: 0,
      out: 'The key is accepted. Balance: $12.50.\n',
    })
    expect(await latitude(['balance'])).toMatchObject({ code: 0, out: '$12.50\n' })
    const { out } = await latitude(['balance', '--json'], {
      env: { RUNWARE_API_KEY: 'another-key-of-the-shell' },
    })
    expect(JSON.parse(out)).toEqual({ amount: 12.5, freeAmount: null, currency: 'USD' })
    expect(service.posted.map(({ headers }) => headers.authorization)).toEqual([
      ...Array<string>(3).fill(`Bearer ${KEY}`),
      'Bearer another-key-of-the-shell',
    ])

    expect((await latitude(['key', 'forget'])).code).toBe(0)
    expect(await readdir(folder)).not.toContain('runware-key')
    const without = await latitude(['balance'])
    expect(without).toMatchObject({ code: 1 })
    expect(without.err).toContain('service-key')
  }, 30_000)

  it('is not taken from the arguments, and no key is no key', async () => {
    const given = await latitude(['key', 'set', KEY])
    expect(given.code).toBe(2)
    expect(given.out + given.err).not.toContain(KEY)
    expect((await latitude(['key', 'set'], { input: '\n' })).code).toBe(2)
    expect((await latitude(['key'])).code).toBe(2)
    expect(await readdir(folder)).toEqual([])
  })

  it('is not used when others can read it', async (context) => {
    if (process.platform === 'win32') return context.skip('Windows guards the folder, not the file')
    await latitude(['key', 'set'], { input: KEY })
    await chmod(join(folder, 'runware-key'), 0o644)
    const ran = await latitude(['balance'])
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('chmod 600')
    expect(service.posted).toEqual([])
  })
})

describe('the line to the service', () => {
  const secure = { isSecure: true }
  async function through(proxy: ConnectProxy, more: Record<string, string> = {}): Promise<Ran> {
    open.push(proxy)
    return latitude(['balance'], {
      env: {
        RUNWARE_API_KEY: KEY,
        RUNWARE_API_URL: `https://localhost:${service.port}/v1`,
        HTTPS_PROXY: proxy.url,
        NODE_EXTRA_CA_CERTS: CERTIFICATE_PATH,
        ...more,
      },
    })
  }

  it('goes through the proxy that HTTPS_PROXY names, which sees a tunnel and no key', async () => {
    service = await serveService(account, secure)
    open.push(service)
    const proxy = await serveConnectProxy(service.port)
    // A name that only the proxy knows the way to; the certificate is for localhost, which is said.
    const ran = await through(proxy, { RUNWARE_API_URL: 'https://service.example/v1' })
    expect(proxy.asked).toEqual(['service.example:443'])
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('belongs to another host')
    expect(service.posted).toEqual([])
    expect(ran.out + ran.err).not.toContain(KEY)
  })

  it('reaches the service through a proxy that wants a name and a password, in a tunnel it cannot read', async () => {
    service = await serveService(account, { ...secure, name: 'service.example' })
    open.push(service)
    const proxy = await serveConnectProxy(service.port, 'studio:p@ss:word')
    const ran = await through(proxy, {
      HTTPS_PROXY: proxy.url.replace('//', '//studio:p%40ss%3Aword@'),
      RUNWARE_API_URL: 'https://service.example/v1',
      NODE_EXTRA_CA_CERTS: certificatePath('service.example'),
    })
    expect(ran).toEqual({ code: 0, out: '$12.50\n', err: '' })
    expect(proxy.asked).toEqual(['service.example:443'])
    expect(service.posted.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`])
    expect(service.posted.some(({ headers }) => 'proxy-authorization' in headers)).toBe(false)
    expect(proxy.carried().length).toBeGreaterThan(500)
    expect(proxy.carried().includes(KEY)).toBe(false)
  })

  it('says when the proxy wants a name and a password, and repeats none', async () => {
    const proxy = await serveConnectProxy(service.port, 'studio:secret')
    const ran = await through(proxy, {
      HTTPS_PROXY: proxy.url.replace('//', '//studio:wrong-word@'),
      RUNWARE_API_URL: 'https://service.example/v1',
    })
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('wants a name and a password')
    expect(ran.err).not.toContain('wrong-word')
    expect(proxy.asked).toEqual(['service.example:443'])
    expect(service.posted).toEqual([])
  })

  it('says when the proxy refuses', async () => {
    const ran = await through(await serveConnectProxy(), { RUNWARE_API_URL: 'https://service.example/v1' })
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('The proxy of this network')
  })

  it('leaves the proxy aside for this machine', async () => {
    service = await serveService(account, secure)
    open.push(service)
    const proxy = await serveConnectProxy(service.port)
    expect(await through(proxy)).toMatchObject({ code: 0, out: '$12.50\n' })
    expect(proxy.asked).toEqual([])
  })

  it('says when nobody vouches for the certificate', async () => {
    service = await serveService(account, secure)
    open.push(service)
    const ran = await latitude(['balance'], {
      env: { RUNWARE_API_KEY: KEY, RUNWARE_API_URL: `https://localhost:${service.port}/v1` },
    })
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('signed itself')
    expect(service.posted).toEqual([])
  })
})
