import { PassThrough, Readable, Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { bridgeInput, bridgeOutput } from '../../../src-main/features/ffmpeg/stream-bridges'

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a bridge', () => {
  test('to an output gives every byte on and never says close, which the process runner would take amiss', async () => {
    const pieces: string[] = []
    const target = new Writable({
      write(chunk: Buffer, _encoding, done) {
        pieces.push(chunk.toString())
        done()
      },
    })
    const faults: unknown[] = []
    const { inner, crossed, close } = bridgeOutput(target, (fault) => faults.push(fault))
    let isCloseSaid = false
    inner.on('close', () => (isCloseSaid = true))
    inner.write('all of ')
    inner.end('it')
    await crossed
    close()
    await nextTurn()
    expect(pieces.join('')).toBe('all of it')
    expect(faults).toEqual([])
    expect(isCloseSaid).toBe(false)
  })

  test('reports a fault of the outer stream and leaves the inner end alone', async () => {
    const fault = new Error('the source broke')
    const source = new PassThrough()
    const faults: unknown[] = []
    const { inner, crossed } = bridgeInput(source, (each) => faults.push(each))
    source.destroy(fault)
    await crossed
    expect(faults).toEqual([fault])
    expect(inner.destroyed).toBe(false)
  })

  test('closed before its end drops the rest without a fault', async () => {
    const faults: unknown[] = []
    const source = new Readable({ read: () => undefined })
    const { crossed, close } = bridgeInput(source, (fault) => faults.push(fault))
    close()
    await crossed
    expect(source.destroyed).toBe(true)
    expect(faults).toEqual([])
  })
})
