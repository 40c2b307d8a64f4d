import type { KnownFileName } from '../../../shared/dataset-jobs'

/** A file that others publish, with what tells it from any other. */
export interface KnownFile {
  readonly kind: 'images' | 'weights'
  readonly url: string
  /** The name under which it is kept. */
  readonly fileName: string
  /** Null where the publisher states it only when asked. */
  readonly sizeBytes: number | null
  /** Of the whole file, in hex. */
  readonly sha256: string
  /** What the files in it take when unpacked, as a multiple of its own size. */
  readonly unpackedRatio: number
}

const fastai = 'https://s3.amazonaws.com/fast-ai-imageclas'
const photographs = { kind: 'images', unpackedRatio: 1.05 } as const

/**
 * Imagenette: version 2 of fastai's archives; sizes and hashes as the checksums of TensorFlow Datasets have them.
 * VGG-16: torchvision's ImageNet weights in timm's copy, at a revision that cannot change; the hash is the one that the
 * host shows for it.
 */
export const knownFiles = {
  'imagenette-160': {
    ...photographs,
    url: `${fastai}/imagenette2-160.tgz`,
    fileName: 'imagenette2-160.tgz',
    sizeBytes: 99_003_388,
    sha256: '64d0c4859f35a461889e0147755a999a48b49bf38a7e0f9bd27003f10db02fe5',
  },
  'imagenette-320': {
    ...photographs,
    url: `${fastai}/imagenette2-320.tgz`,
    fileName: 'imagenette2-320.tgz',
    sizeBytes: 341_663_724,
    sha256: '569b4497c98db6dd29f335d1f109cf315fe127053cedf69010d047f0188e158c',
  },
  imagenette: {
    ...photographs,
    url: `${fastai}/imagenette2.tgz`,
    fileName: 'imagenette2.tgz',
    sizeBytes: 1_557_161_267,
    sha256: '6cbfac238434d89fe99e651496f0812ebc7a10fa62bd42d6874042bf01de4efd',
  },
  vgg16: {
    kind: 'weights',
    url: 'https://huggingface.co/timm/vgg16.tv_in1k/resolve/b8d8aa2dd860af9233c8c67385a8097fd6c35d3f/model.safetensors',
    fileName: 'vgg16.safetensors',
    sizeBytes: null,
    sha256: '57b026918159a6bf9faf8405c3a551903768e7138989d9c6224a14227203fad8',
    unpackedRatio: 0,
  },
} as const satisfies Record<KnownFileName, KnownFile>
