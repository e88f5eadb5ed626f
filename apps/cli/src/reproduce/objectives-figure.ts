import type { ObjectivesRow } from './objectives-table.ts';

const panel = { width: 560, height: 230, below: 100, left: 60, top: 56 } as const;
const colours: Readonly<Record<string, string>> = { standard: '#8a8f98', robust: '#2f6fb2' };

/**
 * Draws the scores as SVG: a panel per judge, a group per objective, a bar per network with its 95 % interval; a line at chance. Below
 * each bar stand d and the accepted share, because a score means nothing without them.
 */
export function objectivesFigure(rows: readonly ObjectivesRow[], labels: ReadonlyMap<string, string>): string {
  const judges = [...new Set(rows.map(({ judge }) => judge))];
  const objectives = [...new Set(rows.map(({ objective }) => objective))];
  const networks = [...new Set(rows.map(({ network }) => network))];
  const width = panel.left + Math.max(panel.width, objectives.length * 150) + 20;
  const height = panel.top + judges.length * (panel.height + panel.below) + 30;
  const group = (width - panel.left - 20) / objectives.length;
  const bar = Math.min(44, group / (networks.length + 1));
  const parts: string[] = [];
  const text = (x: number, y: number, content: string, attributes = ''): string => `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped(content)}</text>`;

  parts.push(text(panel.left, 22, 'Which image a simulated observer finds closer to the IRI: the target or the seed', 'font-size="15" font-weight="600"'));
  networks.forEach((network, i) => {
    parts.push(`<rect x="${panel.left + i * 110}" y="32" width="12" height="12" fill="${colours[network] ?? '#555'}"/>`, text(panel.left + 18 + i * 110, 42, network));
  });
  judges.forEach((judge, j) => {
    const top = panel.top + 14 + j * (panel.height + panel.below);
    const y = (share: number): number => top + panel.height * (1 - share);
    parts.push(text(panel.left, top - 6, `by ${judge}`, 'font-weight="600"'));
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      parts.push(`<line x1="${panel.left}" x2="${width - 20}" y1="${round(y(share))}" y2="${round(y(share))}" stroke="${share === 0.5 ? '#b5541c' : '#e2e4e8'}"${share === 0.5 ? ' stroke-dasharray="4 3"' : ''}/>`);
      parts.push(text(panel.left - 8, y(share) + 4, `${100 * share} %`, 'text-anchor="end"'));
    }
    objectives.forEach((objective, o) => {
      const centre = panel.left + (o + 0.5) * group;
      networks.forEach((network, n) => {
        const row = rows.find((one) => one.judge === judge && one.objective === objective && one.network === network);
        if (row === undefined) return;
        const x = centre + (n - (networks.length - 1) / 2) * (bar + 10);
        parts.push(`<rect x="${round(x - bar / 2)}" y="${round(y(row.score))}" width="${round(bar)}" height="${round(y(0) - y(row.score))}" fill="${colours[network] ?? '#555'}"/>`);
        parts.push(`<line x1="${round(x)}" x2="${round(x)}" y1="${round(y(row.scoreLower))}" y2="${round(y(row.scoreUpper))}" stroke="#1c1e21" stroke-width="1.5"/>`);
        parts.push(text(x, top + panel.height + 16, `d ${row.meanDistance.toFixed(2)}`, 'text-anchor="middle" font-size="10"'));
        parts.push(text(x, top + panel.height + 30, `${row.accepted}/${row.targets}`, 'text-anchor="middle" font-size="10"'));
      });
      parts.push(text(centre, top + panel.height + 50, labels.get(objective) ?? objective, 'text-anchor="middle"'));
    });
  });
  const quiet = 'font-size="11" fill="#555"';
  parts.push(text(panel.left, height - 30, 'Bars: share of all IRIs, with 95 % Wilson intervals over targets; dashed: chance.', quiet));
  parts.push(text(panel.left, height - 14, 'Below them: mean d of the 8-bit files, and how many of them pass the audit.', quiet));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" font-family="system-ui, sans-serif" font-size="12" fill="#1c1e21">\n<rect width="100%" height="100%" fill="#fff"/>\n${parts.join('\n')}\n</svg>\n`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
