// A server for bench/hostile.ts, in a process of its own: the embedded database that is named, a launched study, a rater,
// an experimenter. Prints where it is as one line of JSON.
import { migrate, readSettings } from '@lookalike/store';
import { MIGRATIONS } from '@lookalike/store/testing';
import { enteredRater } from '../../apps/api/src/testing/rater.ts';
import { launchStudyOf } from '../../apps/api/src/testing/stored-study.ts';
import { startTestApp, testEmail, testPassword } from '../../apps/api/src/testing/test-app.ts';

const [databaseUrl = '', folder = ''] = process.argv.slice(2);
await migrate(databaseUrl, MIGRATIONS);
const settings = { ...readSettings({ LOOKALIKE_DATA: folder }), databaseUrl };
const test = await startTestApp({ database: { settings, databaseUrl, close: async () => undefined } });
const { studyId, linkToken } = await launchStudyOf(test);
const { sessionId, token: raterToken } = await enteredRater(test.app, linkToken);
const signedIn = await test.app.inject({ method: 'POST', url: '/api/sign-in', payload: { email: testEmail, password: testPassword } });
const url = await test.app.listen({ host: '127.0.0.1', port: 0 });
const ids = { studyId, linkToken, sessionId, runId: studyId, networkId: studyId };
process.stdout.write(`${JSON.stringify({ event: 'ready', url, ids, raterToken, experimenterToken: signedIn.json<{ token: string }>().token })}\n`);
