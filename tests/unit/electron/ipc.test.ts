import type { BrowserWindow, IpcMainInvokeEvent } from 'electron'
import { expect, it } from 'vitest'
import { CALL_CHANNEL, EVENT_CHANNEL, type WireEvent } from '#shared/contract/wire'
import { connectDoor, isOwnFrame } from '../../../src-main/electron/ipc'

type Handler = (event: IpcMainInvokeEvent, name: unknown, input: unknown) => Promise<unknown>

function setUp() {
  const mainFrame = { origin: 'app://latitude' }
  const sent: unknown[][] = []
  const state = { isDestroyed: false }
  const webContents = { mainFrame, send: (...args: unknown[]) => sent.push(args) }
  const window = { webContents, isDestroyed: () => state.isDestroyed } as unknown as BrowserWindow
  const calls: unknown[][] = []
  const handlers = new Map<string, Handler>()
  const listeners = new Set<(event: WireEvent) => void>()
  const undo = connectDoor({
    ipcMain: {
      handle: (channel, handler) => void handlers.set(channel, handler as Handler),
      removeHandler: (channel) => void handlers.delete(channel),
    },
    door: {
      async call(...args) {
        calls.push(args)
        return { ok: true, value: 'answer' }
      },
      listen(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    currentWindow: () => window,
  })
  const event = { sender: webContents, senderFrame: mainFrame } as unknown as IpcMainInvokeEvent
  const invoke = (from: IpcMainInvokeEvent, name: unknown, input?: unknown) =>
    handlers.get(CALL_CHANNEL)?.(from, name, input)
  return { window, event, invoke, calls, sent, state, listeners, handlers, undo }
}

it('a call of the own window is answered', async () => {
  const { event, invoke, calls } = setUp()
  expect(await invoke(event, 'getSnapshot', { a: 1 })).toEqual({ ok: true, value: 'answer' })
  expect(calls).toEqual([['getSnapshot', { a: 1 }]])
})

it('a name that is no text never reaches the application', async () => {
  const { event, invoke, calls } = setUp()
  expect(await invoke(event, { toString: () => 'getSnapshot' })).toMatchObject({
    ok: false,
    error: { code: 'invalid-input' },
  })
  expect(calls).toEqual([])
})

it.each<[string, Partial<IpcMainInvokeEvent>]>([
  ['another window', { sender: {} as never }],
  ['an inner frame', { senderFrame: { origin: 'app://latitude' } as never }],
  ['a frame that is gone', { senderFrame: null }],
])('a call of %s is refused', async (_who, change) => {
  const { event, invoke, calls } = setUp()
  await expect(invoke({ ...event, ...change } as IpcMainInvokeEvent, 'getSnapshot')).rejects.toThrow(
    'Refused',
  )
  expect(calls).toEqual([])
})

it('a call of the own window is refused when it shows a foreign page, is closed or is not open yet', () => {
  const { window, event, state } = setUp()
  const frame = window.webContents.mainFrame as unknown as { origin: string }
  expect(isOwnFrame(event, window)).toBe(true)
  expect(isOwnFrame(event, undefined)).toBe(false)
  frame.origin = 'https://example.com'
  expect(isOwnFrame(event, window)).toBe(false)
  frame.origin = 'app://latitude'
  state.isDestroyed = true
  expect(isOwnFrame(event, window)).toBe(false)
})

it('events go to the window while it is there, and the undo ends both ways', () => {
  const { sent, listeners, handlers, state, undo } = setUp()
  const emit = (name: string) => listeners.forEach((listener) => listener({ name, payload: 1 }))
  emit('first')
  state.isDestroyed = true
  emit('lost')
  expect(sent).toEqual([[EVENT_CHANNEL, { name: 'first', payload: 1 }]])
  undo()
  expect(listeners.size).toBe(0)
  expect(handlers.size).toBe(0)
})
