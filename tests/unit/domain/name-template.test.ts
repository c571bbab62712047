// Names from tokens: what may be said, and what it comes to.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameFileName } from '#shared/domain/names'
import {
  DEFAULT_NAME_TEMPLATE,
  NAME_PRESETS,
  sequenceBaseName,
  templateProblem,
} from '#shared/domain/name-template'

const TAKE = { projectName: 'Lantern Street', shotName: 'SH010', number: 3, origin: 'bought' } as const

describe('names from tokens', () => {
  it.each([
    ['{shot}_v{version}.{frame}.exr', 'SH010_v003'],
    ['{shot}_v{version}_aces.{frame}.exr', 'SH010_v003_aces'],
    ['{project}_{shot}_comp_v{version}.{frame}.exr', 'Lantern_Street_SH010_comp_v003'],
  ])('%s names a sequence %s', (template, base) => {
    expect(templateProblem(template)).toBeNull()
    expect(sequenceBaseName(template, TAKE)).toBe(base)
    expect(sequenceBaseName(template, { ...TAKE, origin: 'practice' })).toBe(`${base}_practice`)
  })

  it('every preset is good, and Flame and Nuke read theirs as ACES2065-1', () => {
    for (const { template } of NAME_PRESETS) expect(templateProblem(template)).toBeNull()
    for (const id of ['flame', 'nuke']) {
      const preset = NAME_PRESETS.find((known) => known.id === id)
      expect(sequenceBaseName(preset?.template ?? '', TAKE)).toMatch(/_aces(_|$)/)
    }
    expect(frameFileName(sequenceBaseName(DEFAULT_NAME_TEMPLATE, TAKE), 1001, 5)).toBe('SH010_v003.01001.exr')
  })

  it.each([
    ['{shot}_v{version}_{frame}.exr', 'ending'],
    ['{shot}_v{version}.exr', 'ending'],
    ['{shot}.{frame}.exr', 'version'],
    ['v{version}.{frame}.exr', 'version'],
    ['{shot}_v{version}_{take}.{frame}.exr', 'token'],
    ['{shot}_v{version}{.{frame}.exr', 'token'],
    ['{shot} v{version}.{frame}.exr', 'characters'],
    ['../{shot}_v{version}.{frame}.exr', 'characters'],
    ['{shot}:v{version}.{frame}.exr', 'characters'],
    ['_{shot}_v{version}.{frame}.exr', 'characters'],
    ['%d{shot}_v{version}.{frame}.exr', 'characters'],
  ])('%s is refused for its %s', (template, problem) => {
    expect(templateProblem(template)).toBe(problem)
  })

  it('whatever the project is called, the name has letters that every system can open', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (projectName) => {
        const base = sequenceBaseName('{project}_{shot}_v{version}.{frame}.exr', { ...TAKE, projectName })
        expect(base).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
      }),
    )
  })
})
