// CPU milliseconds of each of RUNS reads of a file to RGBA halves with three.js: LOADER RUNS FILE
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const [loaderPath, runs, path] = process.argv.slice(2)
const { EXRLoader } = await import(pathToFileURL(loaderPath).href)
const costs = []
for (let run = 0; run < Number(runs); run += 1) {
  const start = process.cpuUsage()
  const bytes = readFileSync(path)
  new EXRLoader().parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  const { user, system } = process.cpuUsage(start)
  costs.push((user + system) / 1000)
}
console.log(JSON.stringify(costs))
