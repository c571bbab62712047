// The main job without a window: stills into a shot, one take, followed to its rest. `take` and `demo` share it.
import { Failure } from '#shared/domain/failure'
import type { TakeView } from '#shared/contract/views'
import type { ShotPatch } from '#shared/domain/shot'
import type { Voice } from './command'
import { followTake, type Headless } from './follow-take'
import { createProgressBars } from './progress-bars'
import type { WantedStill } from './shot-arguments'

/** A shot set up as asked. An existing shot of that name is used as it stands and changed by the patch. */
export async function setUpShot(
  { client }: Headless,
  options: { shotName: string | undefined; stills: readonly WantedStill[]; patch: ShotPatch },
): Promise<string> {
  const snapshot = await client.call.getSnapshot({})
  const isKnown = snapshot.shots.some((shot) => shot.name === options.shotName)
  const shotName =
    isKnown && options.shotName
      ? options.shotName
      : (await client.call.createShot({ name: options.shotName })).shotName
  for (const still of options.stills) {
    const { refused } = await client.call.importStills({ shotName, paths: [still.path], frame: still.frame })
    const first = refused[0]
    if (first) throw new Failure('still-unreadable', `${first.message} (${first.code})`, { name: first.name })
  }
  // Nobody is there to be asked: without a wish of its own, a new shot takes the shape of its first still.
  const shot = (await client.call.getSnapshot({})).shots.find((known) => known.name === shotName)
  const proposed = isKnown ? null : (shot?.proposedAspect ?? null)
  const patch = proposed ? { aspect: proposed, ...options.patch } : options.patch
  await client.call.editShot({ shotName, edit: { kind: 'patch', patch } })
  return shotName
}

export async function makeTake(headless: Headless, shotName: string, voice: Voice): Promise<TakeView> {
  const bars = createProgressBars(
    voice,
    (text) => process.stderr.write(text),
    () => Date.now(),
  )
  const { takeId } = await headless.client.call.buyTake({ shotName })
  const take = await followTake(headless, takeId, bars.show)
  bars.finish()
  if (take.state === 'intended') await sayWhyItWaits(headless, voice)
  return take
}

async function sayWhyItWaits({ client }: Headless, voice: Voice): Promise<void> {
  const { flow, holds } = (await client.call.getSnapshot({})).queue
  if (flow !== 'going')
    voice.say('The queue of this project is paused; the take waits in it and was not sent.')
  for (const { kind, message } of holds) voice.say(`The take waits and was not sent (${kind}): ${message}`)
}
