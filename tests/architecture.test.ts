// The house plan holds, and each of its rules is seen to fail on a small wrong tree.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findBreaches, findStrangersAtTop } from './support/house-plan'
import { listTop, readSources, type SourceFile } from './support/source-files'

const ROOT = resolve(import.meta.dirname, '..')
const FOLDERS = ['src-main', 'src-renderer', 'scripts', 'tests', 'bench'].filter((name) =>
  existsSync(resolve(ROOT, name)),
)

describe('this repository', () => {
  const files = readSources(ROOT, FOLDERS)

  it('is read: rooms, window and tests are all there', () => {
    const tops = new Set(files.map(({ path }) => path.split('/').slice(0, 2).join('/')))
    for (const folder of ['src-main/shared', 'src-main/features', 'src-main/ports', 'tests/unit']) {
      expect(tops).toContain(folder)
    }
  })

  it('keeps the house plan', () => {
    expect(findBreaches(files)).toEqual([])
  })

  it('has nothing at its top that the plan does not name', () => {
    expect(findStrangersAtTop(listTop(ROOT))).toEqual([])
  })
})

describe('a breach is seen', () => {
  const file = (path: string, text = ''): SourceFile => ({ path, text })
  const importing = (path: string, specifier: string) => file(path, `import { x } from '${specifier}'\nx()`)

  it.each<[string, SourceFile]>([
    ['domain knows the contract', importing('src-main/shared/domain/shot.ts', '../contract/calls')],
    ['domain knows Node', importing('src-main/shared/domain/shot.ts', 'node:fs')],
    ['domain knows Node without saying so', importing('src-main/shared/domain/shot.ts', 'path')],
    ['the EXR room knows the domain', importing('src-main/shared/exr/header.ts', '#shared/domain/failure')],
    ['the EXR room knows the scopes', importing('src-main/shared/exr/header.ts', '../scopes/pixels')],
    ['the scopes know Node', importing('src-main/shared/scopes/pixels.ts', 'node:fs')],
    ['the domain knows the scopes', importing('src-main/shared/domain/shot.ts', '../scopes/pixels')],
    ['the EXR room knows zod', importing('src-main/shared/exr/header.ts', 'zod')],
    [
      'the contract knows a feature',
      importing('src-main/shared/contract/calls.ts', '../../features/stills/probe'),
    ],
    ['a feature knows another', importing('src-main/features/preview/a.ts', '../delivery/conform')],
    ['a feature knows the app', importing('src-main/features/preview/a.ts', '../../app/host')],
    ['a feature knows Electron', importing('src-main/features/preview/a.ts', 'electron')],
    ['the app knows Electron', importing('src-main/app/create-app.ts', 'electron')],
    ['the app knows the shell', importing('src-main/app/create-app.ts', '../electron/window')],
    ['the command line knows the shell', importing('src-main/cli.ts', './electron/window')],
    ['a command knows main', importing('src-main/commands/demo.ts', '../main')],
    ['the disk knows names', importing('src-main/disk/durable.ts', '#shared/domain/names')],
    [
      'a port knows a feature',
      file('src-main/ports/a.ts', "import type { X } from '../features/ffmpeg/run'"),
    ],
    ['a port runs code', file('src-main/ports/a.ts', 'export const limit = 3')],
    ['the window knows a feature', importing('src-renderer/app.ts', '../src-main/features/stills/probe')],
    ['the window knows Node', importing('src-renderer/app.ts', 'node:path')],
    ['the window knows Electron', importing('src-renderer/app.ts', 'electron')],
    [
      'a component knows a feature',
      file(
        'src-renderer/App.svelte',
        "<script>\nimport x from '../src-main/app/host'\n</script>\n<p>{x}</p>",
      ),
    ],
    ['a dynamic import goes astray', file('src-main/app/a.ts', "await import('electron')")],
    ['a type import goes astray', file('src-main/app/a.ts', "import type { App } from 'electron'")],
    ['a re-export goes astray', file('src-main/shared/domain/a.ts', "export { x } from '../contract/calls'")],
    ['the bridge is used elsewhere', file('src-renderer/ui/a.ts', 'window.bridge.call()')],
    ['a file is too long', file('tests/unit/a.test.ts', 'x\n'.repeat(301))],
    ['main.ts is too long', file('src-main/main.ts', 'x\n'.repeat(61))],
    ['preload.ts is too long', file('src-main/preload.ts', 'x\n'.repeat(41))],
    ['a file is called utils', file('src-main/app/utils.ts')],
    ['a file is called something-helpers', file('tests/support/exr-helpers.ts')],
    ['a folder is called common', file('src-renderer/common/a.ts')],
    ['a file is in camelCase', file('src-main/app/createApp.ts')],
    ['a component is in kebab-case', file('src-renderer/ui/big-button.svelte')],
  ])('%s', (_, wrong) => {
    expect(findBreaches([wrong])).toHaveLength(1)
  })

  it('two files import fluent-ffmpeg', () => {
    const one = importing('src-main/features/ffmpeg/run.ts', 'fluent-ffmpeg')
    const other = importing('src-main/features/ffmpeg/probe.ts', 'fluent-ffmpeg')
    expect(findBreaches([one])).toEqual([])
    expect(findBreaches([one, other])).toHaveLength(1)
  })

  it('a stranger stands at the top', () => {
    expect(findStrangersAtTop(['src-main', 'tsconfig.tests.json', 'notes.txt', 'utils'])).toEqual([
      'notes.txt',
      'utils',
    ])
  })

  it('and what is allowed passes', () => {
    const right = [
      importing('src-main/disk/durable.ts', '#shared/domain/failure'),
      importing('src-main/features/delivery/a.ts', '#shared/exr/header'),
      importing('src-main/features/delivery/a.ts', './conform'),
      importing('src-main/cli.ts', './app/create-app'),
      importing('src-main/electron/window.ts', 'electron'),
      importing('src-renderer/bridge.ts', '#shared/contract/client'),
      file('src-renderer/bridge.ts', 'window.bridge.call()'),
      file('src-renderer/ui/a.ts', '// never window.bridge\n'),
      file('src-main/ports/a.ts', "import type { R } from 'node:stream'\nexport type A = R"),
      file('src-main/main.ts', 'x\n'.repeat(60)),
    ]
    expect(findBreaches(right)).toEqual([])
  })
})
