import { describe, expect, it } from 'vitest'
import { nameFromAnswer, nameFromUrl, toDropName } from '../../../src-main/features/stills/drop-names'

describe('a name from outside becomes a safe one', () => {
  it.each([
    ['plate.png', 'plate.png'],
    ['Küche 夜景.JPG', 'Küche 夜景.JPG'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\a.png', 'a.png'],
    ['a:b*c?"<>|.png', 'a_b_c_____.png'],
    ['a\u0000b\u202egnp.exe', 'a_b_gnp.exe'],
    ['.htaccess', 'htaccess'],
    ['name. . .', 'name'],
    ['CON.png', '_CON.png'],
    ['nul', '_nul'],
    ['', 'from browser'],
    ['...', 'from browser'],
  ])('%j becomes %j', (wanted, name) => expect(toDropName(wanted)).toBe(name))

  it('a long one is cut and keeps its extension', () => {
    const name = toDropName(`${'夜'.repeat(300)}.jpeg`)
    expect(name).toBe(`${'夜'.repeat(100)}.jpeg`)
  })
})

describe('a name from an address', () => {
  it.each([
    ['https://x.test/a/plate%20one.png?w=9#top', 'plate one.png'],
    ['https://x.test/', 'x.test'],
    ['https://x.test/%2e%2e%2fsecret', 'secret'],
    ['https://x.test/%E0%A4%A.png', '%E0%A4%A.png'],
    ['data:image/webp;base64,AA==', 'from browser.webp'],
    ['data:,', 'from browser'],
    ['no address', 'from browser'],
    ['blob:https://x.test/1', 'from browser'],
  ])('%s gives %s', (address, name) => expect(nameFromUrl(address)).toBe(name))
})

describe('a name from an answer', () => {
  const url = 'https://x.test/photo?id=7'
  it.each([
    [{ 'content-type': 'image/jpeg; q=1' }, 'photo.jpg'],
    [{ 'content-type': 'text/html' }, 'photo'],
    [{ 'content-disposition': 'attachment; filename="a;b.png"' }, 'a;b.png'],
    [{ 'content-disposition': 'inline; filename=plain.png' }, 'plain.png'],
    [{ 'content-disposition': "attachment; filename=x.png; filename*=UTF-8''K%C3%BCche.png" }, 'Küche.png'],
    [{ 'content-disposition': 'attachment; filename="../../../a.png"' }, 'a.png'],
  ])('%j gives %s', (headers, name) => expect(nameFromAnswer(url, headers)).toBe(name))
})
