/**
 * The WordNet ids of Imagenette's ten folders and the names that the published study showed to its raters
 * (ImageNet's own: tench, English springer, cassette player, chain saw, ...).
 */
const imagenetteNames: Readonly<Record<string, string>> = {
  n01440764: 'fish',
  n02102040: 'dog',
  n02979186: 'cassette player',
  n03000684: 'chain saw',
  n03028079: 'church',
  n03394916: 'French horn',
  n03417042: 'garbage truck',
  n03425413: 'gas pump',
  n03445777: 'golf ball',
  n03888257: 'parachute',
}

/** Readable class names for folder names; folders stay as they are where a name would appear twice. */
export function classNames(folders: readonly string[]): string[] {
  const names = folders.map((folder) => imagenetteNames[folder] ?? folder)
  return new Set(names).size === names.length ? names : [...folders]
}
