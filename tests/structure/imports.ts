import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Every file of the packages and apps, by its path from the root, with the others that it imports: types, and what is loaded later, too. */
export function importsOfFiles(root: string): ReadonlyMap<string, readonly string[]> {
  const files = filesOf(root, '*.ts', '*.mjs', '*.svelte');
  const faces = facesOfPackages(root);
  return new Map(files.map((file) => {
    const paths = namesImportedByFile(root, file).map((name) => {
      if (name.startsWith('.')) return join(dirname(file), name);
      return name.startsWith('$lib/') ? join('apps/web/src/lib', name.slice('$lib/'.length)) : faces.get(name);
    });
    return [file, files.filter((other) => paths.includes(other))];
  }));
}

function filesOf(root: string, ...kinds: readonly string[]): string[] {
  const patterns = kinds.flatMap((kind) => [`packages/**/${kind}`, `apps/**/${kind}`]);
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', ...patterns], { cwd: root, encoding: 'utf8' }).trim().split('\n');
}

/** The names by which a file, given by its path from the root, imports others. Of a component, what its scripts import. */
export function namesImportedByFile(root: string, file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const source = file.endsWith('.svelte') ? Array.from(text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g), ([, script]) => script).join('\n') : text;
  return ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The source behind each name by which packages are imported. */
function facesOfPackages(root: string): ReadonlyMap<string, string> {
  return new Map(filesOf(root, 'package.json').flatMap((file) => {
    const { name, exports = {} } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { name: string; exports?: Readonly<Record<string, string>> };
    return Object.entries(exports).map(([way, target]) => [join(name, way), join(dirname(file), target)] as const);
  }));
}
