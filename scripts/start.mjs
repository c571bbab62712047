// Starts the desktop application from this clone.
import { spawn } from 'node:child_process'
import process from 'node:process'
import { locateElectron } from './electron-runtime.mjs'
import { inRepository } from './repository.mjs'
import { isWithoutDisplay } from './system-packages.mjs'

const NO_DISPLAY = 3

if (isWithoutDisplay()) {
  console.error('There is no display here (DISPLAY and WAYLAND_DISPLAY are empty), so no window can open.')
  console.error('The whole main job runs without one: npm run demo')
  process.exit(NO_DISPLAY)
}
const electron = locateElectron()
if (!electron) {
  console.error('There is no Electron here: run "npm start", which fetches one first.')
  process.exit(1)
}
const child = spawn(electron.executable, [...sandboxSwitch(), inRepository(), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: withoutRunAsNode(),
})
child.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
child.on('close', (code, signal) => (process.exitCode = code ?? (signal ? 1 : 0)))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))

/** Chromium refuses to start as root with its sandbox. */
function sandboxSwitch() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return []
  console.error('Started as root: Chromium runs without its sandbox. Use an ordinary account for daily work.')
  return ['--no-sandbox']
}

function withoutRunAsNode() {
  const env = { ...process.env }
  delete env.ELECTRON_RUN_AS_NODE
  return env
}
