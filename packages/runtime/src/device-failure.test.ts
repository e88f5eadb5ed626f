import { describe, expect, it } from 'vitest';
import { openingFailed, runFailed } from './device-failure.ts';
import { RuntimeError } from './runtime-error.ts';

const failing = { library: 'ONNX Runtime', graph: 'step' };

describe('runFailed', () => {
  for (const message of [
    'Non-zero status code returned while running Conv node. Failed to allocate memory for requested buffer of size 549755813888\n',
    'std::bad_alloc',
    'CUDA failure 2: out of memory',
    'OOM when allocating tensor with shape[4096,64,224,224]',
    'Array buffer allocation failed',
  ]) {
    it(`asks for a smaller batch after: ${message.trim()}`, () => {
      const error = runFailed(failing, new Error(message));
      expect(error).toMatchObject({ code: 'runtime.out_of_memory', details: { graph: 'step' } });
      expect(error.message).toBe(`ONNX Runtime has too little memory to run the graph "step": ${message.trim()}. Take a smaller batch, or a device that has more.`);
    });
  }

  it('says of other failures what the library said, and leaves our own errors alone', () => {
    expect(runFailed(failing, 'it broke')).toMatchObject({ code: 'runtime.run_failed', message: 'ONNX Runtime failed while running the graph "step": it broke.' });
    const own = new RuntimeError('runtime.bad_feed', 'No.', {});
    expect(runFailed(failing, own)).toBe(own);
  });
});

describe('openingFailed', () => {
  it('gives the advice of a refused graph only where memory is not short', () => {
    expect(openingFailed(failing, new Error('No such operator.'), 'Report it.')).toMatchObject({ code: 'runtime.model_refused', message: 'ONNX Runtime refuses the graph "step": No such operator. Report it.' });
    const short = openingFailed(failing, new Error('Exception during initialization: std::bad_alloc'), 'Report it.');
    expect(short).toMatchObject({ code: 'runtime.out_of_memory', message: expect.not.stringContaining('Report it.') });
  });
});
