import type { MenuItemConstructorOptions } from 'electron'
import { expect, it } from 'vitest'
import { menuTemplate } from '../../../src-main/electron/menu-template'

function build(platform: NodeJS.Platform, withDeveloperTools = false) {
  const given: string[] = []
  const template = menuTemplate({
    platform,
    appName: 'Latitude',
    withDeveloperTools,
    give: (command) => given.push(command),
    showAbout: () => given.push('about'),
    drills: [{ name: 'html', sentence: 'A page comes.' }],
    armDrill: (name) => given.push(`drill ${name}`),
  })
  const items = template.flatMap((menu) => (menu.submenu ?? []) as MenuItemConstructorOptions[])
  return { template, items, given }
}

it.each(['darwin', 'win32', 'linux'] as const)('on %s every command can be given', (platform) => {
  const { items, given } = build(platform)
  for (const item of items) item.click?.({} as never, undefined, {} as never)
  expect(given).toEqual(expect.arrayContaining(['new-shot', 'open-stills', 'choose-project', 'paste']))
})

it('macOS has its application menu with Quit; elsewhere Quit is in File and About in Help', () => {
  const mac = build('darwin')
  expect(mac.template[0]?.label).toBe('Latitude')
  expect(mac.items.map((item) => item.role)).toContain('hideOthers')
  expect(mac.items.filter((item) => item.role === 'quit')).toHaveLength(1)
  const windows = build('win32')
  expect(windows.template[0]?.label).toBe('&File')
  expect(windows.items.filter((item) => item.role === 'quit')).toHaveLength(1)
  expect(windows.items.map((item) => item.label)).toContain('About Latitude')
})

it('a drill is armed and disarmed from the developer menu, on every machine', () => {
  const { template, given } = build('win32')
  const menu = template.find(({ label }) => label === '&Developer')?.submenu as MenuItemConstructorOptions[]
  const drills = menu[0]?.submenu as MenuItemConstructorOptions[]
  for (const item of drills) item.click?.({} as never, undefined, {} as never)
  expect(given).toEqual(['drill null', 'drill html'])
})

it('no accelerator is given twice', () => {
  for (const platform of ['darwin', 'linux'] as const) {
    const keys = build(platform, true).items.flatMap((item) => item.accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  }
})

it('developer tools are offered only when asked for', () => {
  const roles = (isOn: boolean) => build('linux', isOn).items.map((item) => item.role)
  expect(roles(true)).toContain('toggleDevTools')
  expect(roles(false)).not.toContain('toggleDevTools')
  expect(roles(false)).not.toContain('reload')
})
