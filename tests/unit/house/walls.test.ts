/** The walls of the house: the compiler refuses what ARCHITECTURE.md's import table does not allow. */
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** Compiles `text` as if it stood in `folder`, and returns the codes of what the compiler says. */
function compileIn(folder: string, text: string): number[] {
  const configPath = join(root, folder, 'tsconfig.json');
  const intruder = join(root, folder, 'intruder.ts');
  const config = ts.getParsedCommandLineOfConfigFile(
    configPath,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem) => {
        throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
      },
    },
  );
  if (!config) throw new Error(`No tsconfig.json in ${folder}`);
  const options = { ...config.options, composite: true };
  const host = ts.createCompilerHost(options);
  const real = { ...host };
  host.fileExists = (path) => path === intruder || real.fileExists(path);
  host.readFile = (path) => (path === intruder ? text : real.readFile(path));
  host.getSourceFile = (path, version, ...rest) =>
    path === intruder ? ts.createSourceFile(path, text, version) : real.getSourceFile(path, version, ...rest);
  host.getCurrentDirectory = () => dirname(configPath);
  const program = ts.createProgram({
    rootNames: [intruder],
    options,
    host,
    ...(config.projectReferences ? { projectReferences: config.projectReferences } : {}),
  });
  const source = program.getSourceFile(intruder);
  const said = [
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ];
  return said.map((problem) => problem.code);
}

/** 6307: not listed in this project. 2304/2584: no such name here. 2307/2591: no such module here. */
const REFUSALS = [6307, 2304, 2584, 2307, 2591, 2580];

describe('the compiler refuses', () => {
  it.each([
    [
      'src/core',
      'to know the journal',
      `import type { Journal } from '../journal/journal.ts';\nexport type X = Journal;`,
    ],
    ['src/core', 'a document', 'export const x = document.title;'],
    ['src/core', 'the network', `export const x = fetch('/');`],
    ['src/core', 'timers', 'export const x = setTimeout(() => undefined, 1);'],
    [
      'src/core/money',
      'to know attempts',
      `import type { Attempt } from '../attempt.ts';\nexport type X = Attempt;`,
    ],
    [
      'src/contract',
      'to know the till',
      `import type { TillView } from '../till/view.ts';\nexport type X = TillView;`,
    ],
    ['src/sync', 'localStorage', `export const x = localStorage.getItem('x');`],
    ['src/journal', 'a document', 'export const x = document.title;'],
    [
      'src/till',
      'to know the proxy',
      `import { createProxy } from '../proxy/create-proxy.ts';\nexport const x = createProxy;`,
    ],
    ['src/service-worker', 'a document', 'export const x = document.title;'],
    ['src/proxy', 'files', `import { readFileSync } from 'node:fs';\nexport const x = readFileSync;`],
    [
      'src/proxy',
      'to know the journal',
      `import type { Journal } from '../journal/journal.ts';\nexport type X = Journal;`,
    ],
    [
      'src/gateway-sim',
      'to share our reading of the gateway',
      `import * as x from '../contract/gateway-api.ts';\nexport { x };`,
    ],
    [
      'src/gateway-sim',
      'to know attempts',
      `import type { Attempt } from '../core/attempt.ts';\nexport type X = Attempt;`,
    ],
    ['src/worker', 'files', `import { readFileSync } from 'node:fs';\nexport const x = readFileSync;`],
    [
      'src/worker',
      'to know a shop’s own machine',
      `import { listen } from '../server/listen.ts';\nexport const x = listen;`,
    ],
    ['src/setup', 'the process', 'export const x = process.env;'],
  ])('%s %s', (folder, _what, text) => {
    expect(compileIn(folder, text).some((code) => REFUSALS.includes(code))).toBe(true);
  });

  it.each([
    ['src/proxy', `import type { Attempt } from '../core/attempt.ts';\nexport type X = Attempt;`],
    ['src/gateway-sim', `import { money } from '../core/money/money.ts';\nexport const x = money(1, 'USD');`],
    ['src/worker', `import { createProxy } from '../proxy/create-proxy.ts';\nexport const x = createProxy;`],
    ['src/till', `import type { Journal } from '../journal/journal.ts';\nexport type X = Journal;`],
  ])('but lets %s import what it may', (folder, text) => {
    expect(compileIn(folder, text)).toEqual([]);
  });
});
