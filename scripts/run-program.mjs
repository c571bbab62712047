// Runs other programs for the set-up: npm found on every platform, output shown or kept, a time limit. Uses no shell
// except where Windows' npm.cmd demands one.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'

/**
 * Runs a program to its end and resolves to `{ code, output }`; never rejects. `output` is stdout and stderr
 * together when `isQuiet`, otherwise empty because the user sees it. A program that cannot start has code 127, one
 * that exceeds `limitMs` 124.
 */
export function runProgram(program, args, options = {}) {
  const { isQuiet = false, limitMs, env = process.env, cwd, shell = false } = options
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      shell,
      stdio: isQuiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      windowsHide: true,
    })
    let output = ''
    let isLate = false
    const timer = limitMs && setTimeout(() => ((isLate = true), child.kill('SIGKILL')), limitMs)
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => finish(127, `${output}${error.message}`))
    child.on('close', (code) => finish(isLate ? 124 : (code ?? 1), output))
    function finish(code, text) {
      clearTimeout(timer)
      resolve({ code, output: text })
    }
  })
}

/** Runs npm with the same Node that runs this. */
export function runNpm(args, options = {}) {
  const script = npmScript()
  if (script) return runProgram(process.execPath, [script, ...args], options)
  // No npm beside this Node: the one on PATH. On Windows that is a .cmd, which only a shell can start.
  const isWindows = process.platform === 'win32'
  return runProgram(isWindows ? 'npm.cmd' : 'npm', args, { ...options, shell: isWindows })
}

function npmScript() {
  const beside = dirname(process.execPath)
  const candidates = [
    process.env.npm_execpath,
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  // npm_execpath may name another package manager; `npm ci` is npm's alone.
  return candidates.find((path) => path && /npm-cli\.c?js$/.test(path) && existsSync(path))
}

/** First line a program prints for `--version`-like arguments, or undefined when it cannot run. */
export function firstLineOf(program, args) {
  const { status, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 10_000,
    windowsHide: true,
  })
  return status === 0 ? stdout.split('\n')[0] : undefined
}
