import { Type, type Static } from 'typebox';
import { Id, Moment } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';

/** Entries of one page. */
export const auditPageSize = 100;

/** Queries hold words only: nothing of them is converted. */
export const AuditLogQuery = Type.Object({ before: Type.Optional(Id) }, { additionalProperties: false });

export const AuditEntryView = named(
  'AuditEntryView',
  Type.Object({
    id: Id,
    at: Moment,
    actor: Type.String({ description: 'E-mail of the account; empty for a stranger; “command line” for the server’s own.' }),
    token: nullable(Type.String({ description: 'The API token that it was done with.' })),
    action: Type.String({ examples: ['study.launched'] }),
    facts: Type.Record(Type.String(), Type.Unknown(), { description: 'What it was done to, and how.' }),
    address: Type.String(),
    device: Type.String({ description: 'What the browser or program calls itself.' }),
  }),
);

export const AuditLogView = named('AuditLogView', Type.Object({ entries: Type.Array(ref(AuditEntryView)), next: nullable(Type.String({ format: 'uuid', description: '`before` of the next page.' })) }));
export type AuditLogView = Static<typeof AuditLogView>;

export const auditLogSchemas = [AuditEntryView, AuditLogView];
