// Quitting is asked about once and never kept from anyone; sleep and the network are told as changes.
import { describe, expect, it } from 'vitest'
import { createLeaveQuestion } from '../../../src-main/electron/leave-question'
import { createMachine } from '../../../src-main/electron/machine'

function setUp({ hasTakes = true, answer = Promise.resolve(true) } = {}) {
  const said: string[] = []
  const question = createLeaveQuestion({
    leaving: () => (hasTakes ? { message: 'm', details: [] } : undefined),
    ask() {
      said.push('asked')
      return answer
    },
    quit: () => said.push('quit'),
    log: (line) => said.push(line),
  })
  return { question, said }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('quitting', () => {
  it('is asked about while takes run, and done at a yes', async () => {
    const { question, said } = setUp()
    expect(question.mayQuit()).toBe(false)
    await settled()
    expect(said).toEqual(['asked', 'quit'])
    expect(question.mayQuit()).toBe(true)
  })

  it('is not done at a no, and asked about again the next time', async () => {
    const { question, said } = setUp({ answer: Promise.resolve(false) })
    expect(question.mayQuit()).toBe(false)
    await settled()
    expect(question.mayQuit()).toBe(false)
    await settled()
    expect(said).toEqual(['asked', 'asked'])
  })

  it('is done at once when it is wanted a second time under the question', async () => {
    const { question, said } = setUp({ answer: new Promise(() => undefined) })
    expect(question.mayQuit()).toBe(false)
    await settled()
    expect(question.mayQuit()).toBe(true)
    expect(said).toEqual(['asked'])
  })

  it('is not asked about when nothing runs, when asking fails, or when the machine shuts down', async () => {
    const idle = setUp({ hasTakes: false })
    expect(idle.question.mayQuit()).toBe(false)
    await settled()
    expect(idle.said).toEqual(['quit'])
    const broken = setUp({ answer: Promise.reject(new Error('no dialog')) })
    broken.question.mayQuit()
    await settled()
    expect(broken.said).toContain('quit')
    const ending = setUp()
    ending.question.stopAsking()
    expect(ending.question.mayQuit()).toBe(true)
  })
})

describe('the machine', () => {
  it('tells of sleep, waking and the network, each change once', () => {
    const power = new Map<string, () => void>()
    let isOnline = true
    let look = (): void => undefined
    const machine = createMachine({
      power: { on: (event, listener) => power.set(event, listener) },
      isOnline: () => isOnline,
      every(_ms, run) {
        look = run
        return () => undefined
      },
    })
    const heard: string[] = []
    const undo = machine.listen((event) => heard.push(event))
    look()
    isOnline = false
    look()
    look()
    power.get('suspend')?.()
    isOnline = true
    power.get('resume')?.()
    expect(heard).toEqual(['offline', 'asleep', 'awake', 'online'])
    undo()
    power.get('suspend')?.()
    expect(heard).toHaveLength(4)
  })
})
