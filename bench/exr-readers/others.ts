// The readers ours is set against, each in a process of its own. One that is not on this machine says what is missing.
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import process from 'node:process'
import readWithCpp from './read-exr.cpp?raw'
import readWithThree from './read-three.mjs?raw'
import readWithPython from './read_exr.py?raw'

export interface Reader {
  name: string
  /** CPU milliseconds of each read; null when it cannot read the file. */
  read(path: string, runs: number): number[] | null
}

export interface MissingReader {
  name: string
  missing: string
}

const HEADERS = ['/usr/include', '/usr/local/include', '/opt/homebrew/include']

export function findReaders(folder: string): (Reader | MissingReader)[] {
  return [findFfmpeg(), findThree(folder), findCpp(folder), findPython(folder)]
}

function listen(program: string, given: string[]): number[] | null {
  const { status, stdout } = spawnSync(program, given, { encoding: 'utf8', maxBuffer: 1e8 })
  return status === 0 ? (JSON.parse(stdout) as number[]) : null
}

function findFfmpeg(): Reader | MissingReader {
  const { stdout, status } = spawnSync('ffmpeg', ['-version'], { encoding: 'utf8' })
  if (status !== 0) return { name: 'ffmpeg', missing: 'not on PATH' }
  // By the difference to one frame: starting the program is not reading.
  const cpuMsOf = (path: string, frames: number): number | null => {
    const input = ['-threads', '1', '-loop', '1', '-i', path, '-frames:v', String(frames)]
    const given = ['-hide_banner', '-benchmark', ...input, '-f', 'null', '-']
    const { stderr, status: end } = spawnSync('ffmpeg', given, { encoding: 'utf8' })
    const found = /utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr)
    return end === 0 && found ? (Number(found[1]) + Number(found[2])) * 1000 : null
  }
  return {
    name: `ffmpeg ${/version ([\d.]+)/.exec(stdout)?.[1] ?? ''}`,
    read(path, runs) {
      const costs: number[] = []
      for (let run = 0; run < 3; run += 1) {
        const one = cpuMsOf(path, 1)
        const many = cpuMsOf(path, runs + 1)
        if (one === null || many === null) return null
        costs.push((many - one) / runs)
      }
      return costs
    },
  }
}

/** Beside this repository, or in the folder LATITUDE_BENCH_MODULES names. */
function findThree(folder: string): Reader | MissingReader {
  const name = 'three.js EXRLoader'
  const places = [process.env['LATITUDE_BENCH_MODULES'], resolve(process.argv[1] ?? '', '../../..')]
  for (const place of places) {
    if (place === undefined) continue
    try {
      const find = createRequire(join(resolve(place), 'node_modules', 'from.js'))
      const loader = find.resolve('three/examples/jsm/loaders/EXRLoader.js')
      const script = join(folder, 'read-three.mjs')
      writeFileSync(script, readWithThree)
      return { name, read: (path, runs) => listen(process.execPath, [script, loader, String(runs), path]) }
    } catch {
      continue
    }
  }
  return { name, missing: 'not present (LATITUDE_BENCH_MODULES names a folder with the package three)' }
}

function findCpp(folder: string): Reader | MissingReader {
  const name = 'OpenEXR C++'
  const include = HEADERS.map((each) => join(each, 'OpenEXR')).find((each) => existsSync(each))
  if (!include) return { name, missing: 'its headers are not present' }
  const source = join(folder, 'read-exr.cpp')
  const program = join(folder, 'read-exr')
  writeFileSync(source, readWithCpp)
  const flags = ['-O2', '-std=c++17', `-I${include}`, `-I${join(include, '..', 'Imath')}`]
  const libraries = [`-L${join(include, '..', '..', 'lib')}`, '-lOpenEXR', '-lIlmThread', '-lIex']
  const { status } = spawnSync('c++', [...flags, source, '-o', program, ...libraries])
  if (status !== 0) return { name, missing: 'the program does not compile' }
  const version = spawnSync(program, { encoding: 'utf8' }).stdout.trim()
  return { name: `${name} ${version}`, read: (path, runs) => listen(program, [String(runs), path]) }
}

function findPython(folder: string): Reader | MissingReader {
  const name = 'OpenEXR from Python'
  const ask = 'import numpy, OpenEXR; assert hasattr(OpenEXR, "File"); print(OpenEXR.__version__)'
  const { status, stdout } = spawnSync('python3', ['-c', ask], { encoding: 'utf8' })
  if (status !== 0) return { name, missing: 'not installed' }
  const script = join(folder, 'read_exr.py')
  writeFileSync(script, readWithPython)
  return {
    name: `${name} ${stdout.trim()}`,
    read: (path, runs) => listen('python3', [script, String(runs), path]),
  }
}
