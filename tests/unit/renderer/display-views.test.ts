import { describe, expect, it } from 'vitest'
import type { DisplayView } from '#shared/contract/display-views'
import { Failure } from '#shared/domain/failure'
import { DisplayViews } from '../../../src-renderer/viewer/display-views.svelte'
import { settle } from './fake-video'

const viewOf = (id: string): DisplayView => ({
  id,
  label: id,
  toWorking: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  luminance: [0.27, 0.67, 0.06],
  floorsAp0: true,
  tableTransfer: 'bt1886',
  lutMediaId: 'e'.repeat(32),
  display: { name: id, primaries: 'rec709', transfer: 'bt1886' },
})

function setUp() {
  const loading: { id: string; answer(): void; refuse(error: unknown): void }[] = []
  let lists = 0
  let failure: Failure | undefined
  const views = new DisplayViews({
    getDisplayViews: () => {
      lists += 1
      return failure ? Promise.reject(failure) : Promise.resolve({ views: [viewOf('a'), viewOf('b')] })
    },
    load: (view) =>
      new Promise((resolve, refuse) =>
        loading.push({ id: view.id, answer: () => resolve({ view, table: new Uint16Array(24) }), refuse }),
      ),
  })
  const want = async (id: string | null): Promise<void> => {
    void views.want(id)
    await settle()
  }
  return { views, loading, want, lists: () => lists, fail: (next?: Failure) => (failure = next) }
}

describe('the views', () => {
  it('without a wish the first is looked through', async () => {
    const { views, loading, want } = setUp()
    await want(null)
    loading[0]?.answer()
    await settle()
    expect(views.loaded?.view.id).toBe('a')
    expect(views.list.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('the one before stays until the wanted one is there, and the last wish wins', async () => {
    const { views, loading, want } = setUp()
    await want('a')
    loading[0]?.answer()
    await settle()
    await want('b')
    expect(views.loaded?.view.id).toBe('a')
    await want('a')
    loading[1]?.answer()
    await settle()
    expect(views.loaded?.view.id).toBe('a')
  })

  it('are listed once and each table is read once, though views share one', async () => {
    const { views, loading, want, lists } = setUp()
    for (const id of ['a', 'b', 'a', 'b']) {
      await want(id)
      loading.at(-1)?.answer()
      await settle()
    }
    expect([lists(), loading.map(({ id }) => id)]).toEqual([1, ['a', 'b']])
    expect(views.loaded?.view.id).toBe('b')
  })

  it('a list or a table that cannot be read says why, and is asked for again', async () => {
    const { views, loading, want, fail } = setUp()
    fail(new Failure('internal', 'The tables are damaged.'))
    await want('a')
    expect(views.failure?.message).toBe('The tables are damaged.')
    fail()
    await want('a')
    loading[0]?.refuse(new Error('The table of a is damaged.'))
    await settle()
    expect(views.failure?.message).toBe('The table of a is damaged.')
    await want('a')
    loading[1]?.answer()
    await settle()
    expect([views.failure, views.loaded?.view.id]).toEqual([null, 'a'])
  })
})
