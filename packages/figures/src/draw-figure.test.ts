import { expect, it } from 'vitest';
import { drawFigure, type CanvasTools } from './draw-figure.ts';
import { exampleFigures } from './example-figures.test-data.ts';
import { themes } from './theme.ts';

/** Writes down what is called of a canvas. */
function recordingTools(): { readonly tools: CanvasTools<string, string>; readonly calls: readonly (readonly [string, ...unknown[]])[] } {
  const calls: [string, ...unknown[]][] = [];
  const call = (name: string) => (...given: unknown[]): void => void calls.push([name, ...given]);
  const context = {
    fillStyle: '' as unknown, strokeStyle: '' as unknown, lineWidth: 0, lineJoin: 'miter', globalAlpha: 1, font: '', textAlign: 'start',
    save: call('save'), restore: call('restore'), translate: call('translate'), rotate: call('rotate'), setLineDash: call('setLineDash'), fillRect: call('fillRect'),
    fillText(text: string) { calls.push(['fillText', text, this.fillStyle]); },
    strokeText: call('strokeText'), fill: call('fill'), stroke: call('stroke'), drawImage: call('drawImage'),
  } satisfies CanvasTools<string, string>['context'];
  return { calls, tools: { context, pathOf: (data) => data, pictureOf: () => undefined, fontFamily: 'sans-serif' } };
}

it.each(Object.entries(exampleFigures))('%s: a canvas gets every text of the figure', (_name, draw) => {
  const figure = draw(640);
  const { tools, calls } = recordingTools();
  drawFigure(figure, tools, { theme: 'dark' });
  expect(calls.filter(([name]) => name === 'fillText').map(([, text]) => text)).toEqual(figure.marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : [])));
  expect(calls.filter(([name]) => name === 'save')).toHaveLength(figure.marks.length);
  expect(calls.filter(([name]) => name === 'restore')).toHaveLength(figure.marks.length);
  expect(calls.find(([name, , colour]) => name === 'fillText' && colour === themes.light.ink)).toBeUndefined();
});
