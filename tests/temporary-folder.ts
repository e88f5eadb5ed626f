import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whatever tests and the processes that they start put among the temporary files lies in one folder, which goes with the run. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'lookalike-tests-'));
  // Windows has the second name.
  process.env['TMPDIR'] = process.env['TEMP'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
