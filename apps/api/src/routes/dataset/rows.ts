import { commentRows, conditionRows, imageRows, itemRows, networkRows, sessionRow, stimulusRows, trialRow, type JudgedSession, type RowContext } from '@lookalike/answers';
import type { Row, TableName } from '@lookalike/dataset';
import type { Dependencies } from '../../dependencies.ts';
import { judgedSessions } from '../results/judged-sessions.ts';

/** The rows of one table, as they are read. Those of sessions are never all in memory. */
export function rowsOf(name: TableName, context: RowContext, { store }: Pick<Dependencies, 'store'>): AsyncIterable<Row> | Iterable<Row> {
  const ofSessions = (rows: (judged: JudgedSession) => Iterable<Row>): AsyncIterable<Row> => eachOf(judgedSessions({ store }, context), rows);
  switch (name) {
    case 'trials': return ofSessions((judged) => judged.trials.map((trial) => trialRow(judged, trial, context)));
    case 'items': return ofSessions((judged) => judged.trials.flatMap((trial) => itemRows(judged, trial, context)));
    case 'sessions': return ofSessions((judged) => [sessionRow(judged, context)]);
    case 'comments': return ofSessions(commentRows);
    case 'stimuli': return stimulusRows(context);
    case 'conditions': return conditionRows(context);
    case 'networks': return networkRows(context);
    case 'images': return imageRows(context);
  }
}

async function* eachOf(sessions: AsyncIterable<JudgedSession>, rows: (judged: JudgedSession) => Iterable<Row>): AsyncGenerator<Row, void, undefined> {
  for await (const judged of sessions) yield* rows(judged);
}
