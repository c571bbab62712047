// What is said of names, time codes and prices.
import { describe, expect, it } from 'vitest'
import { DEFAULT_CONFORM } from '#shared/domain/conform-settings'
import {
  exampleName,
  lengthWords,
  templateWords,
  timeCodeWords,
} from '../../../src-renderer/takes/conform-words'
import { trashWords } from '../../../src-renderer/takes/trash-words'

describe('names and time code', () => {
  it('what cannot be says why, and what can says nothing', () => {
    expect(templateWords('{shot}_v{version}.{frame}.exr')).toBeUndefined()
    expect(templateWords('{shot}.{frame}.exr')).toContain('{version}')
    expect(timeCodeWords('01:00:00:00', '24')).toBeUndefined()
    expect(timeCodeWords('01:00:00;00', '24')).toContain('no drop-frame code')
    // A start that 25 has and 24 has not closes the way back to 24.
    expect(timeCodeWords('01:00:00:24', '24')).toContain('01:00:00:00')
  })

  it('the example is what a take would be', () => {
    const conform = { ...DEFAULT_CONFORM, frameRate: '23.976', firstFrame: 86_400, padding: 6 } as const
    expect(exampleName(conform, 'Lantern Street', 'SH010')).toBe('SH010_v001.086400.exr')
    expect(lengthWords(conform, 121)).toBe('121 frames last 5.047 s, from 01:00:00:00 to 01:00:05:00')
  })
})

describe('a take on its way to the trash', () => {
  const bought = { origin: 'bought', listedUsd: 3.6, billedUsd: 3.52, isUnsent: false } as const

  it('says what it cost, as billed, or as listed where no bill has come', () => {
    expect(trashWords(bought, 'SH010 v003').loss).toContain('It cost $3.52.')
    expect(trashWords({ ...bought, billedUsd: null }, 'SH010 v003').loss).toContain('was listed at $3.60')
    expect(trashWords(bought, 'SH010 v003').title).toBe('Move SH010 v003 to the trash?')
  })

  it('that cost nothing says so', () => {
    expect(trashWords({ ...bought, isUnsent: true }, 'N').loss).toBe('It was never sent and cost nothing.')
    expect(trashWords({ ...bought, origin: 'practice' }, 'N').loss).toContain('cost nothing')
    expect(trashWords({ ...bought, origin: 'ingested' }, 'N').loss).not.toContain('$')
  })
})
