// `npm run demo`: sets everything up, then does the main job. Arguments go to `lookalike demo`.
import { runLookalike } from './run-lookalike.mjs';
import { setUp } from './setup.mjs';

await setUp();
runLookalike(['demo', ...process.argv.slice(2)]);
