// Fetches zips by their pinned addresses and hashes and takes single files out of them. Knows nothing of ffmpeg.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * `archives` is a list of `{ url, sha256, files }`, where `files` maps a file name in `folder` to the end of its path
 * in the archive. Nothing appears in `folder` unless every hash is right and every file was found. Throws an Error
 * that says what is wrong.
 */
export async function fetchPinned({ archives, folder, fetch = globalThis.fetch }) {
  await mkdir(dirname(folder), { recursive: true })
  const scratch = await mkdtemp(`${folder}-`)
  try {
    const unpacked = join(scratch, 'files')
    await mkdir(unpacked)
    for (const [index, { files, ...pin }] of archives.entries()) {
      const archive = join(scratch, `archive-${index}.zip`)
      await download(pin, archive, fetch)
      await takeFiles(archive, files, unpacked)
    }
    await rm(folder, { recursive: true, force: true })
    await rename(unpacked, folder)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function download({ url, sha256 }, path, fetch) {
  const response = await fetch(url).catch((error) => {
    throw new Error(`${url} could not be reached.`, { cause: error })
  })
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}.`)
  await pipeline(Readable.fromWeb(response.body), createWriteStream(path))
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  const found = hash.digest('hex')
  if (found !== sha256)
    throw new Error(`${url} is not what was pinned: its sha256 is ${found}, not ${sha256}.`)
}

async function takeFiles(archive, files, folder) {
  const { open } = await import('yauzl-promise')
  const zip = await open(archive)
  const wanted = new Map(Object.entries(files))
  try {
    for await (const entry of zip) {
      const name = [...wanted.keys()].find((key) => isEndOf(wanted.get(key), entry.filename))
      if (name === undefined) continue
      const target = join(folder, name)
      await pipeline(await entry.openReadStream(), createWriteStream(target))
      await chmod(target, 0o755)
      wanted.delete(name)
    }
  } finally {
    await zip.close()
  }
  if (wanted.size > 0) throw new Error(`Not in the archive: ${[...wanted.values()].join(', ')}.`)
}

function isEndOf(end, path) {
  return path === end || path.endsWith(`/${end}`)
}
