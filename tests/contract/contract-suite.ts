// What the door promises, whichever transport carries it. Each case throws when the promise is broken; runners of
// two kinds (Vitest in memory, Playwright over Electron) go through the same list.
import { deepStrictEqual, ok, strictEqual } from 'node:assert'
import type { Transport, WireEvent, WireResult } from '#shared/contract/wire'

export interface ContractCase {
  name: string
  run(transport: Transport): Promise<void>
}

function refused(result: WireResult): { code: string; message: string; details: Record<string, unknown> } {
  if (result.ok) throw new Error(`It was answered: ${JSON.stringify(result.value).slice(0, 200)}`)
  return result.error
}

function answered(result: WireResult): Record<string, unknown> {
  if (!result.ok) throw new Error(`It was refused: ${result.error.code} ${result.error.message}`)
  return result.value as Record<string, unknown>
}

/** Listens until an event of this name comes; rejects after `ms`. */
function nextEvent(transport: Transport, name: string, ms = 10_000): Promise<WireEvent> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(() => reject(new Error(`No ${name} came.`))), ms)
    const off = transport.listen((event) => {
      if (event.name === name) finish(() => resolve(event))
    })
    function finish(end: () => void): void {
      clearTimeout(timer)
      off()
      end()
    }
  })
}

export const CONTRACT_CASES: readonly ContractCase[] = [
  {
    name: 'a call that does not exist is refused by name',
    async run({ call }) {
      strictEqual(refused(await call('sellTake', {})).code, 'unknown-call')
    },
  },
  {
    name: "an object's own heritage is no call",
    async run({ call }) {
      for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '']) {
        strictEqual(refused(await call(name, {})).code, 'unknown-call', name)
      }
    },
  },
  {
    name: 'input that does not fit is refused before anything happens, and says where',
    async run({ call }) {
      const error = refused(
        await call('editShot', { shotName: 'SH010', edit: { kind: 'patch', patch: { tier: '8k' } } }),
      )
      strictEqual(error.code, 'invalid-input')
      strictEqual(error.details['where'], 'edit.patch.tier')
      for (const input of [undefined, null, 7, 'x', []]) {
        strictEqual(refused(await call('editShot', input)).code, 'invalid-input')
      }
    },
  },
  {
    name: 'an error keeps its code and its details',
    async run({ call }) {
      const error = refused(await call('editShot', { shotName: 'SH990', edit: { kind: 'patch', patch: {} } }))
      strictEqual(error.code, 'shot-unknown')
      deepStrictEqual(error.details, { shotName: 'SH990' })
      ok(error.message.includes('SH990'))
    },
  },
  {
    name: 'a field nobody declared does not get through',
    async run({ call }) {
      const { shotName } = answered(await call('createShot', { smuggled: true }))
      answered(
        await call('editShot', {
          shotName,
          edit: { kind: 'patch', patch: { prompt: 'A', version: 9, name: '../x' } },
        }),
      )
      const { shots } = answered(await call('getSnapshot', {})) as { shots: Record<string, unknown>[] }
      const shot = shots.find((known) => known['name'] === shotName)
      strictEqual(shot?.['prompt'], 'A')
      strictEqual(shot?.['version'], 2)
      ok(!shots.some((known) => known['name'] === '../x'))
      answered(await call('removeShot', { shotName }))
    },
  },
  {
    name: 'no path of a file leaves main',
    async run({ call }) {
      const snapshot = answered(await call('getSnapshot', {}))
      const { folderLabel, ...project } = snapshot['project'] as Record<string, unknown>
      ok(typeof folderLabel === 'string')
      const rest = JSON.stringify({ ...snapshot, project })
      ok(!rest.includes(JSON.stringify(folderLabel).slice(1, -1)))
    },
  },
  {
    name: 'an event reaches its listener, and none after the undo',
    async run(transport) {
      const coming = nextEvent(transport, 'projectChanged')
      const { shotName } = answered(await transport.call('createShot', {}))
      const { payload } = await coming
      const { shots } = payload as { shots: { name: string }[] }
      ok(shots.some((shot) => shot.name === shotName))
      let late = 0
      transport.listen(() => (late += 1))()
      answered(await transport.call('removeShot', { shotName }))
      strictEqual(late, 0)
    },
  },
]
