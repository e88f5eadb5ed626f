import { LookalikeError } from '@lookalike/errors';

/** What packages/store raises: settings, database, migrations, blobs and jobs. Codes start with `store.`. */
export class StoreError extends LookalikeError {}
