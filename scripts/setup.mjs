// Makes this clone ready for one command: packages, Electron, system programs, build. Run before each of them as
// `node scripts/setup.mjs --for demo|start|test|check|cli [--quiet]`; says what it does, does only what is needed,
// never asks. Node's own modules only, because nothing else is installed yet.
import process from 'node:process'
import { isBuildFresh } from './build-stamp.mjs'
import { areDependenciesFresh, installDependencies } from './dependencies.mjs'
import { createSay } from './say.mjs'
import { canInstallPackages, installCommand, installPackages, missingFromSystem } from './system-packages.mjs'

const NEEDS = {
  demo: { build: true, ffmpeg: true },
  cli: { build: true, ffmpeg: true },
  start: { build: true, ffmpeg: true, electron: true },
  test: { build: true, ffmpeg: true, electron: true, screen: true },
  check: {},
}

const purpose = argumentAfter('--for') ?? 'start'
const say = createSay(process.argv.includes('--quiet'))
try {
  requireNode()
  await prepare(purpose)
} catch (error) {
  say.wrong(error.message)
  process.exitCode = 1
}

async function prepare(name) {
  const needs = Object.hasOwn(NEEDS, name) ? NEEDS[name] : undefined
  if (!needs) throw new Error(`--for takes one of ${Object.keys(NEEDS).join(', ')}.`)
  if (!areDependenciesFresh()) {
    say.doing('installing packages (npm ci)')
    await installDependencies()
  }
  const electron = needs.electron ? await prepareElectron() : undefined
  await prepareSystem(needs, electron)
  if (needs.build && !isBuildFresh()) {
    say.doing('building')
    const { buildAll } = await import('./build.mjs')
    await buildAll()
  }
}

async function prepareElectron() {
  const { locateElectron, obtainElectron } = await import('./electron-runtime.mjs')
  return (locateElectron() ?? (await obtainElectron(say.doing))).executable
}

async function prepareSystem(needs, electron) {
  const wanted = { needsFfmpeg: needs.ffmpeg, needsScreen: needs.screen, electron }
  let missing = missingFromSystem(wanted)
  if (missing.length === 0) return
  if (canInstallPackages()) {
    say.doing(`installing ${missing.join(', ')} (apt-get)`)
    await installPackages(missing)
    missing = missingFromSystem(wanted)
    if (missing.length === 0) return
  }
  const advice = `${missing.join(', ')} missing here; install with: ${installCommand(missing)}`
  // Without ffmpeg the application runs and says what that costs; without the rest Electron does not start at all.
  if (missing.some((part) => part !== 'ffmpeg')) throw new Error(advice)
  say.wrong(advice)
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isGood = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)
  if (!isGood)
    throw new Error(`Node ${process.versions.node} is too old; Latitude is built with 20.19+ or 22.12+.`)
}

function argumentAfter(flag) {
  const index = process.argv.indexOf(flag)
  return index < 0 ? undefined : process.argv[index + 1]
}
