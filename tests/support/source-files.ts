// The repository's sources as path and text, and what each one imports.
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  path: string
  text: string
}

const SOURCE = /\.(ts|mjs|js|svelte|css|py)$/

/** Everything under the given top folders that people write. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({
        path: path.slice(root.length + 1).replaceAll('\\', '/'),
        text: readFileSync(path, 'utf8'),
      })),
  )
}

/** What stands at the top of the repository, less what git leaves out. */
export function listTop(root: string): string[] {
  const ignored = readFileSync(join(root, '.gitignore'), 'utf8')
    .split(/\r?\n/)
    .map((line) => line.replace(/\/$/, ''))
  return readdirSync(root).filter((name) => {
    const isLeftOut = ignored.some((rule) =>
      rule.startsWith('*') ? name.endsWith(rule.slice(1)) : rule === name,
    )
    return name !== '.git' && !isLeftOut
  })
}

/** Import specifiers as written: static, dynamic, re-exported, types too. */
export function listImports({ path, text }: SourceFile): string[] {
  const code = path.endsWith('.svelte') ? scriptsOf(text) : text
  return ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName)
}

function scriptsOf(component: string): string {
  return [...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n')
}

/** The path an import leads to inside the repository (without extension), or null for a package. */
export function resolveImport(from: string, specifier: string): string | null {
  if (specifier.startsWith('#shared/')) return `src-main/shared/${specifier.slice('#shared/'.length)}`
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), specifier))
  return null
}

/** Whether a file holds declarations of types and nothing that runs. */
export function isTypesOnly({ path, text }: SourceFile): boolean {
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
  return statements.every(
    (statement) =>
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      (ts.isImportDeclaration(statement) &&
        statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(statement) && statement.isTypeOnly),
  )
}

export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
