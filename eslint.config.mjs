import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

/** Which room may import which (docs/architecture.md). Every room may import itself and src/shared. */
const rooms = {
  'main/compute': [],
  'main/analysis': [],
  'main/store': [],
  'main/dataset': [],
  'main/pruning': ['main/compute'],
  'main/network': ['main/compute', 'main/dataset', 'main/store', 'main/pruning'],
  'main/explain': ['main/compute', 'main/network', 'main/dataset'],
  'main/study': ['main/analysis', 'main/store', 'main/dataset'],
  'main/transfer': ['main/analysis', 'main/store', 'main/study'],
  'main/jobs': [
    'main/compute',
    'main/network',
    'main/pruning',
    'main/explain',
    'main/dataset',
    'main/store',
    'main/study',
    'main/analysis',
    'main/transfer',
  ],
  'main/station': ['main/jobs', 'main/study', 'main/transfer', 'main/store'],
  'main/cli': ['main/jobs', 'main/station', 'main/study', 'main/transfer', 'main/store'],
  'main/electron': ['main/jobs', 'main/station', 'main/study', 'main/transfer', 'main/store'],
  preload: [],
  renderer: [],
  shared: [],
}

/** Native modules live in one place each, so that the rest can be tested and moved without them. */
const confine = (name, where) => ({
  group: [name, `${name}/*`],
  message: `'${name}' may be imported only in ${where}.`,
})
const electron = confine('electron', 'src/main/index.ts, src/main/electron and src/preload')
const sqlite = confine('better-sqlite3', 'src/main/store')
const onnxruntime = confine('onnxruntime-node', 'src/main/compute/ort.ts')
const restricted = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

/** The native modules that a room may import itself. */
const ownModules = { 'main/electron': electron, preload: electron, 'main/store': sqlite }

/** One rule per room: no relative import that leads into a room it may not see. */
const zones = Object.entries(rooms).map(([room, allowed]) => {
  const visible = [...new Set([room, 'shared', ...allowed])]
  const hidden = Object.keys(rooms).filter((name) => !visible.includes(name))
  const inside = hidden.filter((name) => name.startsWith('main/')).map((name) => name.slice('main/'.length))
  const fromMain = room.startsWith('main/')
    ? [...inside, ...hidden.filter((name) => !name.includes('/'))]
    : [...hidden, 'main']
  const zone = {
    regex: `^(\\.\\./)+(${fromMain.join('|')})(/|$)`,
    message: `src/${room} may import only ${visible.map((name) => (name === room ? 'itself' : `src/${name}`)).join(', ')}.`,
  }
  const modules = [electron, sqlite, onnxruntime].filter((pattern) => pattern !== ownModules[room])
  return { files: [`src/${room}/**`], rules: restricted(zone, ...modules) }
})

export default ts.config(
  { ignores: ['out/', 'dist/', 'node_modules/'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      '@typescript-eslint/no-non-null-assertion': 'off', // indexed access into arrays of known length
      ...restricted(electron, sqlite, onnxruntime),
    },
  },
  ...zones,
  { files: ['src/main/index.ts'], rules: restricted(sqlite, onnxruntime) },
  { files: ['src/main/compute/ort.ts'], rules: restricted(electron, sqlite) },
  {
    files: ['tests/**', 'bench/**', 'scripts/**'],
    rules: { 'max-lines-per-function': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser }, globals: { ...globals.browser } },
  },
  { files: ['src/renderer/**'], languageOptions: { globals: { ...globals.browser } } },
)
