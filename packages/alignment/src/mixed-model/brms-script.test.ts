import { describe, expect, it } from 'vitest';
import { brmsScript } from '../index.ts';

describe('brmsScript', () => {
  const request = { file: 'study-x_table-items_data.csv', outcome: 'outcome', fixed: ['loss', 'layer', 'loss:layer'], random: ['participant_id', 'target_id', 'target_id:loss'], seed: 7 };

  it('has the model’s formula, and integrates over raters and targets that were not seen', () => {
    const script = brmsScript(request);
    expect(script).toContain('outcome ~ 1 + loss + layer + loss:layer + (1 | participant_id) + (1 | target_id) + (1 | target_id:loss),');
    expect(script).toContain('read.csv("study-x_table-items_data.csv"');
    expect(script).toContain('for (column in c("loss", "layer", "participant_id", "target_id")) answers[[column]] <- factor');
    expect(script).toContain('for (column in c("participant_id", "target_id")) new[[column]]');
    expect(script).toContain('seed = 7');
  });

  it('has no prior of effects, nor cells, where there is a constant alone', () => {
    const script = brmsScript({ ...request, fixed: [] });
    expect(script).toContain('outcome ~ 1 + (1 | participant_id)');
    expect(script).not.toContain('class = "b"');
    expect(script).not.toContain('cells');
  });

  it.each(['a b', 'x"); system("', '_x', 'double__underscore', 'ends_', ''])('refuses the column %j', (column) => {
    expect(() => brmsScript({ ...request, fixed: [column] })).toThrow(/is no name in R and Stan/);
  });
});
