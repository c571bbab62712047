// Whether two files hold the same samples, as OpenEXR's own Python module reads them: the oracle of stamping.
import { execFileSync } from 'node:child_process'

const SCRIPT = `
import sys, numpy, OpenEXR
def samples(path):
    with OpenEXR.File(path, separate_channels=True) as file:
        return [{name: channel.pixels for name, channel in part.channels.items()} for part in file.parts]
for one, other in zip(sys.argv[1::2], sys.argv[2::2]):
    first, second = samples(one), samples(other)
    assert len(first) == len(second), (one, 'parts')
    for a, b in zip(first, second):
        assert sorted(a) == sorted(b), (one, 'channels')
        for name in a:
            assert a[name].dtype == b[name].dtype and a[name].tobytes() == b[name].tobytes(), (one, name)
print(len(sys.argv[1::2]))
`

/** The number of pairs that are equal, bit for bit; throws where one is not. */
export function comparePixels(pairs: readonly (readonly [one: string, other: string])[]): number {
  const said = execFileSync('python3', ['-c', SCRIPT, ...pairs.flat()], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return Number(said.trim())
}
