/** Lint: type-aware, because an unawaited promise in a till is lost money. */
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const clocksAndDice = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Take a Clock (core/ports.ts): the simulation replaces it.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take a Clock (core/ports.ts): the simulation replaces it.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Take a Random (core/ports.ts): the simulation replaces it.',
  },
  {
    selector: "MemberExpression[object.name='performance'][property.name='now']",
    message: 'Take a Clock (core/ports.ts): the simulation replaces it.',
  },
  {
    selector: "MemberExpression[object.name='crypto'][property.name=/^(randomUUID|getRandomValues)$/]",
    message: 'Take a Random (core/ports.ts): the simulation replaces it.',
  },
];
const timers = ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'queueMicrotask'].map(
  (name) => ({
    name,
    message: 'Take Timers (core/ports.ts): the simulation replaces them.',
  }),
);
const network = ['fetch', 'EventSource', 'XMLHttpRequest', 'WebSocket', 'indexedDB', 'localStorage'].map(
  (name) => ({
    name,
    message: 'Take it as an argument: dependencies are given, never reached for.',
  }),
);

export default ts.config(
  {
    ignores: [
      'node_modules',
      'dist',
      'build',
      'data',
      'public',
      'screens',
      'docs',
      'test-results',
      'playwright-report',
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.es2024 },
      parserOptions: {
        projectService: {
          allowDefaultProject: ['*.js', '*.ts', 'scripts/*.ts', 'scripts/*.mjs', 'scripts/*.d.mts'],
          // Nine small files are in no project of ours; eight is the limit.
          maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: 12,
        },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-undef': 'off', // the compiler knows, per folder, which globals exist
      'no-empty': 'error',
      'no-console': 'error',
      'max-lines': ['warn', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: { 'svelte/no-at-html-tags': 'error' },
  },
  {
    // Below the entries nothing reaches for a clock, dice, timers or the network.
    files: [
      'src/{core,contract,sql,i18n,scan,journal,sync,till,proxy,gateway-sim,setup}/**/*.ts',
      'src/app/**/*.{ts,svelte}',
    ],
    ignores: ['src/app/main.ts', 'src/app/services.ts', 'src/gateway-sim/wallet/**', 'src/scan/worker/**'],
    rules: { 'no-restricted-syntax': ['error', ...clocksAndDice] },
  },
  {
    files: ['src/{core,contract,sql,i18n,journal,sync,till,proxy,gateway-sim,setup}/**/*.ts'],
    ignores: ['src/gateway-sim/wallet/**'],
    rules: { 'no-restricted-globals': ['error', ...timers, ...network] },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\.|@noble/hashes)',
              message: 'core is pure: it imports only itself and @noble/hashes.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/{contract,sql,i18n}/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\.|valibot)', message: 'These shapes import only core and valibot.' }] },
      ],
    },
  },
  { files: ['scripts/**', 'tests/**', '.ci/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.{js,mjs}'], ...ts.configs.disableTypeChecked },
);
