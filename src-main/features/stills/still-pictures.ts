// The pictures the window shows of a still: a small one for lists, and the one that moves under the crop. Both
// upright, both sRGB, 8 bit; a transparent still keeps its alpha, so that the window can lay it on any grey.
import { extname } from 'node:path'
import sharp from 'sharp'
import { Failure } from '#shared/domain/failure'
import type { Still } from '#shared/domain/shot'
import { writeDurably } from '../../disk/durable'

/** Longest side in pixels. */
export const PICTURE_SIDE_PX = { thumb: 384, view: 2560 } as const
export type PictureKind = keyof typeof PICTURE_SIDE_PX

/** The file's extension, which tells its format. */
export const pictureExtension = (still: Pick<Still, 'hasAlpha'>): '.webp' | '.jpg' =>
  still.hasAlpha ? '.webp' : '.jpg'

/** Writes one of the pictures. Rejects with Failure `still-unreadable` where the still cannot be read to its end. */
export async function renderPicture(options: {
  kind: PictureKind
  stillPath: string
  still: Still
  outPath: string
}): Promise<void> {
  const { kind, stillPath, still, outPath } = options
  const side = PICTURE_SIDE_PX[kind]
  let bytes: Buffer
  try {
    // A JPEG is decoded at a fraction of its size where that is enough.
    let image = sharp(stillPath, { limitInputPixels: false, failOn: 'error' })
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    // Without it 16-bit pictures keep the codes of Display P3.
    if (still.profile !== null) image = image.withIccProfile('srgb')
    image = image.toColourspace('srgb')
    const quality = kind === 'thumb' ? 82 : 92
    bytes = await (
      extname(outPath) === '.webp'
        ? image.webp({ quality, effort: 2 })
        : image.jpeg({ quality, chromaSubsampling: kind === 'thumb' ? '4:2:0' : '4:4:4' })
    ).toBuffer()
  } catch (error) {
    const name = still.originalName
    throw new Failure('still-unreadable', `${name} could not be read to its end.`, { name }, { cause: error })
  }
  await writeDurably(outPath, bytes)
}
