// The default application of the test runtime: does what Electron's own does with `electron [-r FILE] FOLDER`.
// The application's main is required synchronously, because schemes must be registered before `ready`.
'use strict'
const { app } = require('electron')
const { existsSync, readFileSync, statSync } = require('node:fs')
const Module = require('node:module')
const { dirname, join, resolve } = require('node:path')

const { preloads, target } = readArguments(process.argv.slice(1))
if (preloads.length > 0) Module._preloadModules(preloads)
if (target) load(resolve(target))
else {
  console.error('Name the folder of an application.')
  app.exit(1)
}

function readArguments(args) {
  const preloads = []
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index]
    if (argument === '-r' || argument === '--require') preloads.push(args[(index += 1)])
    else if (!argument.startsWith('-')) return { preloads, target: argument }
  }
  return { preloads, target: undefined }
}

function load(path) {
  process.defaultApp = true
  const folder = statSync(path).isDirectory() ? path : dirname(path)
  const manifestPath = join(folder, 'package.json')
  const manifest = existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, 'utf8')) : {}
  if (manifest.version) app.setVersion(manifest.version)
  app.setName(manifest.productName ?? manifest.name ?? app.name)
  if (manifest.desktopName) app.setDesktopName(manifest.desktopName)
  app.setAppPath(folder)
  const main = folder === path ? join(folder, manifest.main ?? 'index.js') : path
  require(main)
}
