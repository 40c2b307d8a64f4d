import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createNodeResolver, flatConfigs, importX } from 'eslint-plugin-import-x'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

const root = dirname(fileURLToPath(import.meta.url))

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
  ],
  'main/station': ['main/jobs', 'main/study', 'main/transfer', 'main/store'],
  'main/cli': ['main/jobs'],
  'main/electron': ['main/jobs', 'main/study', 'main/transfer', 'main/store'],
  preload: [],
  renderer: [],
  shared: [],
}

const zones = Object.entries(rooms).map(([room, allowed]) => ({
  target: `./src/${room}`,
  from: './src',
  except: [...new Set([room, 'shared', ...allowed])].map((name) => `./${name}`),
  message: `src/${room} may import only ${['itself', 'src/shared', ...allowed.map((name) => `src/${name}`)].join(', ')}.`,
}))

/** Native modules live in one place each, so that the rest can be tested and moved without them. */
const confine = (name, where) => ({
  group: [name, `${name}/*`],
  message: `'${name}' may be imported only in ${where}.`,
})
const electron = confine('electron', 'src/main/index.ts, src/main/electron and src/preload')
const sqlite = confine('better-sqlite3', 'src/main/store')
const onnxruntime = confine('onnxruntime-node', 'src/main/compute/ort.ts')
const restricted = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

export default ts.config(
  { ignores: ['out/', 'dist/', 'node_modules/'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  flatConfigs.errors,
  {
    languageOptions: { globals: { ...globals.node } },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.mts', '.js', '.mjs', '.svelte'] }),
      ],
    },
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-unresolved': 'off', // the type checker does this, and knows package exports
      'import-x/named': 'off',
      'import-x/namespace': 'off',
      'import-x/default': 'off',
      'import-x/no-restricted-paths': ['error', { basePath: root, zones }],
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      '@typescript-eslint/no-non-null-assertion': 'off', // indexed access into arrays of known length
      ...restricted(electron, sqlite, onnxruntime),
    },
  },
  {
    files: ['src/main/index.ts', 'src/main/electron/**', 'src/preload/**'],
    rules: restricted(sqlite, onnxruntime),
  },
  { files: ['src/main/store/**'], rules: restricted(electron, onnxruntime) },
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
