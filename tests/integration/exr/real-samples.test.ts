// Real files against the reference: samples as OpenEXR's Python module reads them, statistics as oiiotool prints them.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import * as zip from 'yauzl-promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChannelStatistics } from '../../../src-main/shared/exr/decode'
import { loadDecoder } from '../../support/exr-module'
import { countEqual, findOpenExrPython, readWithOpenExr } from '../../support/openexr-python'
import { DELIVERY_ZIP, hasMaterial, hasTool, MATERIAL } from '../../support/real-material'

const folder = mkdtempSync(join(tmpdir(), 'latitude-exr-real-'))
const decoder = loadDecoder()
const paths: string[] = []
beforeAll(async () => {
  if (!hasMaterial) return
  const images = join(MATERIAL, 'openexr-images')
  paths.push(
    ...readdirSync(images)
      .filter((name) => name.endsWith('.exr'))
      .map((name) => join(images, name)),
  )
  const archive = await zip.open(DELIVERY_ZIP)
  for await (const entry of archive) {
    const path = join(folder, entry.filename)
    await writeFile(path, await entry.openReadStream())
    paths.push(path)
  }
  await archive.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** `Stats Min: 0.1 0.2 (float)` by its words, one number for each channel in oiiotool's order. */
function statisticsByOiiotool(path: string): Map<string, number[]> {
  const printed = execFileSync('oiiotool', ['--stats', path], { encoding: 'utf8' })
  return new Map(
    [...printed.matchAll(/Stats (\w+): ([^(\n]*)/g)].map(([, word = '', numbers = '']) => [
      word,
      numbers
        .trim()
        .split(/\s+/)
        .map((each) => Number(each) + 0),
    ]),
  )
}

/** Rounded to the six decimals oiiotool prints; a zero without its sign. */
function printed(value: number): number {
  return Number(value.toFixed(6)) + 0
}

describe.skipIf(!hasMaterial)('photographs, charts and frames of a delivery', () => {
  it.skipIf(findOpenExrPython() === null)('have the samples OpenEXR reads', () => {
    readWithOpenExr(folder, paths)
    const wrong: string[] = []
    for (const path of paths) {
      const { planes } = decoder.decode(readFileSync(path), { output: 'planar', window: 'data' })
      const expected = readFileSync(join(folder, `${basename(path)}.planar`))
      const { equal, total } = countEqual(planes, expected)
      console.log(`${basename(path)}: ${equal} of ${total} samples equal`)
      if (equal !== total) wrong.push(basename(path))
    }
    expect(paths).toHaveLength(15)
    expect(wrong).toEqual([])
  })

  it.skipIf(!hasTool('oiiotool'))('have the statistics oiiotool prints', () => {
    for (const path of paths) {
      const image = decoder.decode(readFileSync(path), { output: 'planar', window: 'data', statistics: true })
      const reference = statisticsByOiiotool(path)
      const named = ['R', 'G', 'B', 'A'].flatMap((name) =>
        image.statistics.filter((each) => each.name === name),
      )
      const of = (pick: (each: ChannelStatistics) => number): number[] => named.map(pick)
      expect(
        of(({ minimum }) => printed(minimum)),
        path,
      ).toEqual(reference.get('Min'))
      expect(
        of(({ maximum }) => printed(maximum)),
        path,
      ).toEqual(reference.get('Max'))
      expect(
        of(({ nanCount }) => nanCount),
        path,
      ).toEqual(reference.get('NanCount'))
      expect(
        of(({ infCount }) => infCount),
        path,
      ).toEqual(reference.get('InfCount'))
      // oiiotool keeps a mean as a 32-bit float.
      const mean = ({ sum, count, nanCount, infCount }: ChannelStatistics): number =>
        printed(Math.fround(sum / (count - nanCount - infCount)))
      expect(of(mean), path).toEqual(reference.get('Avg'))
    }
    expect(paths).toHaveLength(15)
  })
})
