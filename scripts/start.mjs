// `npm start`: sets everything up and runs the platform until Ctrl-C.
import { runLookalike } from './run-lookalike.mjs';
import { setUp } from './setup.mjs';

await setUp();
runLookalike(['start', ...process.argv.slice(2)]);
