import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256Hex } from '@lookalike/content-address';
import { CliError } from '../cli-error.ts';

/** A file of the folder by its content. */
export interface FileEntry {
  /** Relative to the folder, with `/`. */
  readonly file: string;
  readonly hash: string;
}

/** The folder that results are written to. A file is there whole or not at all. */
export class OutputFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    writing(path, () => mkdirSync(path, { recursive: true }));
  }

  /** Writes a file in one go. @param name relative, with `/`. @throws cli.cannot_write, for instance on a full disk */
  write(name: string, content: Uint8Array | string): FileEntry {
    const path = join(this.path, name);
    const temporary = `${path}.${randomUUID()}.part`;
    writing(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      try {
        writeFileSync(temporary, content, { flush: true });
        renameSync(temporary, path);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
    });
    return { file: name, hash: sha256Hex(typeof content === 'string' ? Buffer.from(content) : content) };
  }

  /** Whether a file is still what it was. */
  holds({ file, hash }: FileEntry): boolean {
    const content = this.read(file);
    return content !== undefined && sha256Hex(content) === hash;
  }

  /** The content of a file, if it is there. */
  read(name: string): Uint8Array | undefined {
    try {
      return readFileSync(join(this.path, name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

/** Runs something that writes. @throws cli.cannot_write with the system's reason. */
export function writing<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC' ? 'the disk is full' : cause instanceof Error ? cause.message : String(cause);
    throw new CliError('cli.cannot_write', `${path} cannot be written: ${reason}. What is finished is kept; make room or choose another --out folder, and run the same command again.`, { path }, { cause });
  }
}
