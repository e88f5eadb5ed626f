import { Type } from 'typebox';
import { Hash } from '../../http/fields.ts';

export const FileParams = Type.Object({ hash: Hash });
/** The `.png` belongs to the address, not to the parameter's pattern: a wrong one is simply not found. */
export const StimulusParams = Type.Object({ hash: Hash });
