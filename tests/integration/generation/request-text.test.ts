import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { createShot } from '#shared/domain/shot'
import { toVideoTask } from '../../../src-main/features/generation/request'
import { nameImages, toCurl } from '../../../src-main/features/generation/request-text'

const UUID = 'a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809'
const toTask = (prompt: string) => toVideoTask({ ...createShot('SH010'), prompt }, UUID, [])

/** What a POSIX shell gives curl, with a curl that only prints its arguments. */
function argumentsOf(text: string, key: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${text}\n`
  const out = execFileSync('sh', ['-c', script], { env: { PATH: process.env['PATH'], RUNWARE_API_KEY: key } })
  return out.toString('utf8').split('\0').slice(0, -1)
}

describe.runIf(process.platform !== 'win32')('the curl text, run by a shell', () => {
  it.each([
    ['quotes', `She says "it's late", 'now'`],
    ['lines', 'One line\nand another\n\nand one more'],
    ['dollars and backticks', '$HOME `id` $(id) ${PATH} \\$5'],
    ['backslashes', 'C:\\stills\\a \\n \\\\ end\\'],
    ['what a shell globs and joins', '* ? [a] {b,c} ~ ! # ; & | < > %s'],
    ['other scripts', 'Küche 🙂 夜景'],
  ])('carries a prompt with %s as it is', (_what, prompt) => {
    const [url, ...rest] = argumentsOf(toCurl([toTask(prompt)]), 'key of the artist')
    expect(url).toBe('https://api.runware.ai/v1')
    expect(rest.slice(0, 5)).toEqual([
      '-H',
      'Authorization: Bearer key of the artist',
      '-H',
      'Content-Type: application/json',
      '-d',
    ])
    expect(rest).toHaveLength(6)
    expect(JSON.parse(rest[5] ?? '')).toEqual([toTask(prompt)])
  })
})

describe('the curl text', () => {
  it('names the variable of the key and holds no key', () => {
    const text = toCurl([toTask('P')])
    expect(text).toContain('"Authorization: Bearer $RUNWARE_API_KEY"')
    expect(text.match(/Bearer [^$]/)).toBeNull()
  })

  it('shows images by names a person can read', () => {
    const task = { ...toTask('P'), inputs: { frameImages: [{ image: UUID, frame: 'first' as const }] } }
    expect(nameImages(task, ['<prepared frame 0>']).inputs?.frameImages).toEqual([
      { image: '<prepared frame 0>', frame: 'first' },
    ])
    expect(nameImages(toTask('P'), ['unused'])).toEqual(toTask('P'))
  })
})
