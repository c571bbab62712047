// Every state the window can be in, at two sizes: neutral, legible, reachable, nothing clipped; and a picture of each.
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { Failure } from '#shared/domain/failure'
import { auditScreen } from '../support/fake-bridge-audit'
import type { FakeBridge } from '../support/fake-bridge'
import { STATES, type StateName } from '../support/fake-bridge-states'
import { openFakeWindow, type FakeWindow } from '../support/fake-bridge-window'

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1200 },
]
/** What is pressed to come from a snapshot to the screen that is meant. */
const STEPS: Partial<
  Record<StateName, (window: FakeWindow & { bridge: () => FakeBridge }) => Promise<void>>
> = {
  viewer: ({ page }) => openTake(page, 'take-1'),
  'viewer-mp4': ({ page }) => openTake(page, 'take-1'),
  running: ({ page }) => openTake(page, 'take-3'),
  trouble: ({ page }) => openTake(page, 'take-3'),
  queue: ({ page }) => page.getByTestId('queue-button').click(),
  'queue-held': ({ page }) => page.getByTestId('queue-button').click(),
  async money({ page }) {
    await page.getByTestId('project-menu').click()
    await page.getByRole('menuitem', { name: 'Money…' }).click()
  },
  async conform({ page }) {
    await page.getByTestId('project-menu').click()
    await page.getByRole('menuitem', { name: 'Frames and time code…' }).click()
  },
  'seal-broken': ({ page }) => openTake(page, 'take-2'),
  async 'trash-question'({ page }) {
    await openTake(page, 'take-1')
    await page.getByTestId('trash-take').click()
    await expect(page.getByText('It cost $3.60.')).toBeVisible()
  },
  'bought-parked': ({ page }) => openTake(page, 'take-3'),
  async 'bought-history'({ page }) {
    await openTake(page, 'take-5')
    await page.getByTestId('take-history').click()
    await expect(page.getByText('refused, at no cost')).toBeVisible()
  },
  async 'bought-repeat'({ page, bridge }) {
    const details = { take: 'v002', askedAt: '2026-11-20T09:30:00.000Z', sumUsd: 3.6 }
    bridge().failNext('buyTake', new Failure('repeats-take', 'The same.', details))
    await page.getByTestId('buy-take').click()
    await expect(page.getByTestId('repeat-meant')).toBeVisible()
  },
}

let opened: FakeWindow

test.beforeAll(async () => {
  opened = await openFakeWindow()
})
test.afterAll(() => opened.close())

async function openTake(page: FakeWindow['page'], takeId: string): Promise<void> {
  await page.locator(`[data-take="${takeId}"]`).click()
}

for (const { width, height } of SIZES) {
  for (const [name, snapshot] of Object.entries(STATES)) {
    test(`${name} at ${width} × ${height} keeps the look`, async () => {
      const { page } = opened
      await opened.resize(width, height)
      const bridge = await opened.open(snapshot)
      await STEPS[name as StateName]?.({ ...opened, bridge: () => bridge })
      if (name.startsWith('viewer'))
        await expect(page.getByTestId('stage')).toHaveAttribute('data-frame', '0')
      if (name === 'viewer') await expect(page.getByTestId('stage')).toHaveAttribute('data-showing', 'still')
      await page.waitForFunction(() => [...document.images].every((image) => image.complete))
      await page.screenshot({ path: join(test.info().project.outputDir, 'screens', `${name}-${width}.png`) })

      expect(await auditScreen(page)).toEqual({ tinted: [], faint: [], small: [], clipped: [], sideways: [] })
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
      expect(opened.complaints()).toEqual([])
    })
  }
}

test('the measure itself finds a tint, faint text, a small target, clipped text and a sideways scroll', async () => {
  const { page } = opened
  await opened.resize(1280, 800)
  await opened.open(STATES.bench)
  await page.evaluate(() => {
    const set = (selector: string, property: string, value: string): void => {
      const element = document.querySelector<HTMLElement>(selector)
      if (!element) throw new Error(`no ${selector}`)
      element.style.setProperty(property, value)
    }
    set('header', 'background-color', '#1b1b1f')
    set('h1', 'color', '#777777')
    set('[data-testid=tab-bench]', 'min-height', '0')
    set('[data-testid=tab-bench]', 'height', '18px')
    set('[data-testid=buy-take]', 'width', '120px')
    set('[data-testid=prompt]', 'white-space', 'pre')
  })
  const findings = await auditScreen(page)
  expect(findings.tinted.join()).toContain('background-color of header')
  expect(findings.faint.join()).toContain('h1')
  expect(findings.small.join()).toContain('Bench')
  expect(findings.clipped.join()).toContain('Practice take')
  expect(findings.sideways.join()).toContain('textarea')
})
