// The words of ASC MHL v2: a manifest of what a folder holds, and the chain that names the manifests. Only XML is known
// here; what the hashes mean is seal-tree's, and what is on the disk is seal-folder's.
import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { HASH_FORMATS, type FolderHashes, type HashFormat, type SealedFile } from './seal-tree'

export const MHL_FOLDER = 'ascmhl'
export const CHAIN_FILE = 'ascmhl_chain.xml'
/** What file managers leave behind is no part of a delivery. The first three are the standard's own. */
export const IGNORED_PATTERNS = ['.DS_Store', 'ascmhl', 'ascmhl/', 'Thumbs.db', 'desktop.ini', '._*']

export interface ManifestFacts {
  createdAt: Date
  hostName: string
  appVersion: string
}

const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true })
const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name, path) => name === 'hash' || path === 'ascmhldirectory.hashlist',
})
const HEAD = { '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' } }

/** `folders` as `hashFolders` gives them: the last is the root. */
export function writeManifest(
  { createdAt, hostName, appVersion }: ManifestFacts,
  files: readonly SealedFile[],
  folders: readonly FolderHashes[],
): string {
  const at = toDate(createdAt)
  const root = folders.at(-1)
  return builder.build({
    ...HEAD,
    hashlist: {
      '@_version': '2.0',
      '@_xmlns': 'urn:ASC:MHL:v2.0',
      creatorinfo: {
        creationdate: at,
        hostname: hostName,
        tool: { '#text': 'Latitude', '@_version': appVersion },
      },
      processinfo: {
        process: 'in-place',
        ...(root ? { roothash: toFolderHash(root, at) } : {}),
        ignore: { pattern: IGNORED_PATTERNS },
      },
      hashes: {
        hash: files.map(({ path, hashes, modifiedAt }) => ({
          path: {
            '#text': path,
            '@_size': String(hashes.bytes),
            '@_lastmodificationdate': toDate(modifiedAt),
          },
          ...each((format) => ({ '#text': hashes[format], '@_action': 'original', '@_hashdate': at })),
        })),
        directoryhash: folders
          .filter(({ path }) => path !== '')
          .map((folder) => ({ path: folder.path, ...toFolderHash(folder, at) })),
      },
    },
  })
}

/** A chain of one generation. */
export function writeChain(manifestName: string, c4: string): string {
  return builder.build({
    ...HEAD,
    ascmhldirectory: {
      '@_xmlns': 'urn:ASC:MHL:DIRECTORY:v2.0',
      hashlist: { '@_sequencenr': '1', path: manifestName, c4 },
    },
  })
}

function toFolderHash({ content, structure }: FolderHashes, at: string) {
  const entry = (hash: string) => ({ '#text': hash, '@_hashdate': at })
  return {
    content: each((format) => entry(content[format])),
    structure: each((format) => entry(structure[format])),
  }
}

function each<Value>(toValue: (format: HashFormat) => Value): Record<string, Value> {
  return Object.fromEntries(HASH_FORMATS.map((format) => [format, toValue(format)]))
}

const toDate = (date: Date): string => date.toISOString().replace('Z', '+00:00')

const text = z.union([z.string(), z.object({ '#text': z.string() }).transform((node) => node['#text'])])
const chainSchema = z.object({
  ascmhldirectory: z.object({
    hashlist: z.array(z.object({ '@_sequencenr': z.string(), path: text, c4: text })),
  }),
})
const manifestSchema = z.object({
  hashlist: z.object({
    creatorinfo: z.object({ creationdate: text }),
    hashes: z.object({
      hash: z.array(z.object({ path: text, xxh64: text.optional(), sha1: text.optional() })).default([]),
    }),
  }),
})

/** The manifests of a chain, the oldest first. Throws for what is no chain. */
export function readChain(xml: string): { manifestName: string; c4: string }[] {
  return chainSchema
    .parse(parser.parse(xml))
    .ascmhldirectory.hashlist.sort(
      (one, other) => Number(one['@_sequencenr']) - Number(other['@_sequencenr']),
    )
    .map(({ path, c4 }) => ({ manifestName: path, c4 }))
}

export interface ManifestEntry {
  path: string
  /** Those of the hashes that are known here; other tools may have written others. */
  hashes: Partial<Record<HashFormat, string>>
}

/** Throws for what is no manifest. */
export function readManifest(xml: string): { createdAt: string; files: ManifestEntry[] } {
  const { creatorinfo, hashes } = manifestSchema.parse(parser.parse(xml)).hashlist
  return {
    createdAt: creatorinfo.creationdate,
    files: hashes.hash.map(({ path, xxh64, sha1 }) => ({
      path,
      hashes: { ...(xxh64 === undefined ? {} : { xxh64 }), ...(sha1 === undefined ? {} : { sha1 }) },
    })),
  }
}
