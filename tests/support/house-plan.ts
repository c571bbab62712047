// The house plan as rules over sources: which room may know which, and how files are named and how long they get.
import { isBuiltin } from 'node:module'
import { isTypesOnly, listImports, resolveImport, withoutComments, type SourceFile } from './source-files'

/** Each layer's place in the tree, the narrower before the wider, and the layers it may import. */
const LAYERS = [
  { name: 'exr', at: /^src-main\/shared\/exr\//, knows: ['exr'] },
  { name: 'domain', at: /^src-main\/shared\/domain\//, knows: ['domain'] },
  { name: 'scopes', at: /^src-main\/shared\/(scopes|proof)\//, knows: ['scopes', 'domain', 'exr'] },
  { name: 'contract', at: /^src-main\/shared\/contract\//, knows: ['contract', 'domain'] },
  { name: 'ports', at: /^src-main\/ports\//, knows: ['ports', 'domain'] },
  { name: 'disk', at: /^src-main\/disk\//, knows: ['disk', 'failure', 'color'] },
  {
    name: 'features',
    at: /^src-main\/features\//,
    knows: ['features', 'disk', 'ports', 'contract', 'domain', 'exr', 'scopes'],
  },
  {
    name: 'app',
    at: /^src-main\/app\//,
    knows: ['app', 'features', 'disk', 'ports', 'contract', 'domain', 'exr', 'scopes'],
  },
  {
    name: 'cli',
    at: /^src-main\/(cli(\.ts)?$|commands\/)/,
    knows: ['cli', 'app', 'features', 'disk', 'ports', 'contract', 'domain', 'exr', 'scopes'],
  },
  {
    name: 'electron',
    at: /^src-main\/((main|preload)(\.ts)?$|electron\/)/,
    knows: ['electron', 'app', 'features', 'disk', 'ports', 'contract', 'domain', 'exr', 'scopes'],
  },
  { name: 'renderer', at: /^src-renderer\//, knows: ['renderer', 'contract', 'domain', 'exr', 'scopes'] },
] as const

/** Packages by the layers that may import them; Node's own modules stand under `node`. */
const PACKAGES: Record<string, readonly string[]> = {
  exr: [],
  domain: ['zod'],
  scopes: ['zod'],
  contract: ['zod'],
  ports: ['node'],
  disk: ['node', 'zod', 'hash-wasm'],
  features: [
    ...['node', 'zod', 'sharp', 'fluent-ffmpeg', 'yauzl-promise', 'yazl', 'p-limit'],
    ...['hash-wasm', 'fast-xml-parser'],
  ],
  app: ['node', 'zod', 'p-limit'],
  cli: ['node', 'zod', 'sharp', 'undici'],
  electron: ['node', 'zod', 'electron'],
  renderer: ['svelte', 'zod', '@fontsource-variable/inter'],
}

const FAILURE_FILE = 'src-main/shared/domain/failure'
const COLOR_FOLDER = 'src-main/shared/domain/color/'
const LONGEST = 300
const LONGEST_OF: Record<string, number> = { 'src-main/main.ts': 60, 'src-main/preload.ts': 40 }
const EMPTY_WORDS = /^(utils?|helpers?|managers?|common|misc)$/i
const GOOD_NAME =
  /^([a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.(ts|mjs|js|css)|[A-Z][A-Za-z0-9]*\.svelte|[a-z0-9_]+\.py)$/

const TOP = [
  ...['package.json', 'package-lock.json', 'electron-builder.yml', 'vite.config.ts', 'vitest.config.ts'],
  ...['src-main', 'src-renderer', 'assets', 'tests', 'bench', 'scripts', 'docs', '.github', '.ci'],
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'NOTICES.md'],
  ...['playwright.config.ts', 'eslint.config.js', '.prettierrc.json', '.prettierignore', '.gitignore'],
  '.gitattributes',
]

/** One sentence for each breach; empty when the plan holds. */
export function findBreaches(files: readonly SourceFile[]): string[] {
  return [
    ...files.flatMap(findImportBreaches),
    ...files.flatMap(findFileBreaches),
    ...findOwnershipBreaches(files),
  ]
}

/** Names at the top of the repository that the plan does not have. */
export function findStrangersAtTop(names: readonly string[]): string[] {
  return names.filter((name) => !TOP.includes(name) && !/^tsconfig(\.[a-z]+)?\.json$/.test(name))
}

function layerOf(path: string): (typeof LAYERS)[number] | undefined {
  return LAYERS.find(({ at }) => at.test(path))
}

function roomOf(path: string): string | undefined {
  return /^src-main\/features\/([^/]+)\//.exec(path)?.[1]
}

function findImportBreaches(file: SourceFile): string[] {
  const layer = layerOf(file.path)
  if (!layer) return []
  return listImports(file).flatMap((specifier) => {
    const target = resolveImport(file.path, specifier)
    const said = target === null ? checkPackage(layer.name, specifier) : checkTarget(file.path, layer, target)
    return said ? [`${file.path} imports ${specifier}: ${said}`] : []
  })
}

function checkPackage(layer: string, specifier: string): string | undefined {
  const parts = specifier.split('/')
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
  const known = isBuiltin(specifier) ? 'node' : name
  return PACKAGES[layer]?.includes(known) ? undefined : `${layer} does not know ${known}`
}

function checkTarget(from: string, layer: (typeof LAYERS)[number], target: string): string | undefined {
  const targetLayer = layerOf(target)
  if (!targetLayer) return /\.(css|svg|png|woff2)$/.test(target) ? undefined : 'that is outside the house'
  const knows: readonly string[] = layer.knows
  const isFailure = target === FAILURE_FILE && knows.includes('failure')
  const isColor = target.startsWith(COLOR_FOLDER) && knows.includes('color')
  if (!knows.includes(targetLayer.name) && !isFailure && !isColor)
    return `${layer.name} does not know ${targetLayer.name}`
  const isOtherRoom = layer.name === 'features' && roomOf(target) && roomOf(target) !== roomOf(from)
  return isOtherRoom ? 'features do not import one another' : undefined
}

function findFileBreaches(file: SourceFile): string[] {
  const breaches: string[] = []
  const name = file.path.split('/').at(-1) ?? ''
  const lines = file.text.replace(/\n$/, '').split('\n').length
  const longest = LONGEST_OF[file.path] ?? LONGEST
  if (lines > longest) breaches.push(`${file.path} has ${lines} lines, more than ${longest}`)
  if (file.path.split(/[/.-]/).some((word) => EMPTY_WORDS.test(word))) {
    breaches.push(`${file.path} is named for nothing in particular`)
  }
  if (!GOOD_NAME.test(name) && name !== '__init__.py')
    breaches.push(`${file.path} is not named as files are here`)
  if (layerOf(file.path)?.name === 'ports' && !isTypesOnly(file)) {
    breaches.push(`${file.path} holds more than types`)
  }
  return breaches
}

function findOwnershipBreaches(files: readonly SourceFile[]): string[] {
  const breaches: string[] = []
  const inHouse = files.filter(({ path }) => layerOf(path))
  const wrappers = inHouse.filter((file) => listImports(file).includes('fluent-ffmpeg'))
  if (wrappers.length > 1) {
    breaches.push(`fluent-ffmpeg is imported by ${wrappers.map(({ path }) => path).join(' and ')}`)
  }
  for (const { path, text } of inHouse) {
    const isBridge = path === 'src-renderer/bridge.ts' || !path.startsWith('src-renderer/')
    if (!isBridge && /\bwindow\s*\.\s*bridge\b/.test(withoutComments(text))) {
      breaches.push(`${path} mentions window.bridge, which only bridge.ts knows`)
    }
  }
  return breaches
}
