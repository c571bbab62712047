// Lint: strict types, Svelte, and the house's import directions (architecture.test.ts holds them a second time).
import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

const restrict = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
})
const electron = {
  group: ['electron', 'electron/*'],
  message: 'Only main.ts, preload.ts and electron/ know Electron.',
}
const node = { group: ['node:*', 'sharp', 'fluent-ffmpeg', 'yauzl-promise'], message: 'No Node here.' }

export default ts.config(
  { ignores: ['dist/', 'release/', 'vendor/', '.cache/', 'node_modules/', 'demo-out/', 'test-results/'] },
  // AssemblyScript: the compiler is its judge, and its operators are not TypeScript's.
  { ignores: ['src-main/shared/exr/wasm/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: globals.node },
    rules: {
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-console': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true, varsIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] },
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  restrict(
    ['src-main/shared/**/*.ts'],
    [
      electron,
      node,
      { group: ['**/features/**', '**/app/**', '**/electron/**'], message: 'shared stands alone.' },
    ],
  ),
  restrict(
    ['src-main/features/**/*.ts', 'src-main/disk/**/*.ts', 'src-main/ports/**/*.ts'],
    [
      electron,
      { group: ['**/app/**', '**/electron/**'], message: 'Features do not know who composes them.' },
    ],
  ),
  restrict(
    ['src-main/app/**/*.ts', 'src-main/cli.ts'],
    [electron, { group: ['**/electron/**'], message: 'The shell is a door.' }],
  ),
  restrict(
    ['src-renderer/**/*.ts', 'src-renderer/**/*.svelte'],
    [
      electron,
      node,
      {
        group: ['**/src-main/features/**', '**/src-main/app/**', '**/src-main/electron/**'],
        message: 'The window knows the contract only.',
      },
    ],
  ),
)
