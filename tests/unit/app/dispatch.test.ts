import { describe, expect, it } from 'vitest'
import { calls, type CallHandlers } from '#shared/contract/calls'
import { createAppClient } from '#shared/contract/client'
import { takeViewSchema } from '#shared/contract/views'
import { Failure } from '#shared/domain/failure'
import { takeSchema } from '#shared/domain/take'
import { dispatch } from '../../../src-main/app/dispatch'

const refuse = async (): Promise<never> => {
  throw new Error('a secret from inside')
}
const handlers = Object.fromEntries(
  Object.keys(calls).map((name) => [name, refuse]),
) as unknown as CallHandlers

describe('the dispatcher', () => {
  it("keeps an unexpected error's text inside and logs it", async () => {
    const lines: string[] = []
    const result = await dispatch(handlers, 'revealProject', {}, (line) => lines.push(line))
    expect(result).toEqual({
      ok: false,
      error: { code: 'internal', message: 'Something unexpected went wrong.', details: {} },
    })
    expect(lines.join()).toContain('a secret from inside')
  })

  it('refuses to answer what the contract does not know', async () => {
    const odd = { ...handlers, createShot: async () => ({ name: 'SH010' }) } as unknown as CallHandlers
    expect(await dispatch(odd, 'createShot', {}, () => undefined)).toMatchObject({
      ok: false,
      error: { code: 'invalid-output' },
    })
  })

  it('gives handlers only declared fields, and answers only declared fields', async () => {
    let given: unknown
    const careful = {
      ...handlers,
      createShot: async (input: unknown) => {
        given = input
        return { shotName: 'SH010', path: '/secret' }
      },
    } as unknown as CallHandlers
    expect(await dispatch(careful, 'createShot', { name: 'A', extra: 1 }, () => undefined)).toEqual({
      ok: true,
      value: { shotName: 'SH010' },
    })
    expect(given).toEqual({ name: 'A' })
  })
})

describe('what the window sees of a take', () => {
  it('has no field for the request, which names ids of the service', () => {
    expect(Object.keys(takeViewSchema.shape)).not.toContain('request')
    expect(Object.keys(takeSchema.shape)).toContain('request')
  })
})

describe('the client', () => {
  it('turns a wire error into a Failure with its code, and an unknown code into internal', async () => {
    let code = 'disk-full'
    const client = createAppClient({
      call: async () => ({ ok: false, error: { code, message: 'M', details: { path: 'x' } } }),
      listen: () => () => undefined,
    })
    await expect(client.call.getSnapshot({})).rejects.toEqual(new Failure('disk-full', 'M', { path: 'x' }))
    code = 'from-the-future'
    await expect(client.call.getSnapshot({})).rejects.toMatchObject({ code: 'internal' })
  })

  it('drops events that do not parse', () => {
    const heard: unknown[] = []
    let say: (event: { name: string; payload: unknown }) => void = () => undefined
    const client = createAppClient({
      call: async () => ({ ok: true, value: {} }),
      listen: (listener) => {
        say = listener
        return () => undefined
      },
    })
    client.on('commandGiven', (payload) => heard.push(payload))
    say({ name: 'commandGiven', payload: { command: 'format-disk' } })
    say({ name: 'commandGiven', payload: { command: 'paste', extra: 1 } })
    expect(heard).toEqual([{ command: 'paste' }])
  })
})
