/** What attribution.json says of one photograph. */
export interface Attribution {
  readonly file: string;
  readonly title: string;
  /** Of the PNG file. */
  readonly sha256: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly author: string;
  /** `url` is absent for works in the public domain. */
  readonly license: { readonly id: string; readonly name: string; readonly url: string | undefined };
  /** Where the source says that the photograph came from. */
  readonly link: string;
  readonly changes: string;
  readonly source: {
    readonly package: string;
    readonly version: string;
    readonly path: string;
    /** The file inside `path`, when that is a Qt resource archive. */
    readonly member?: string;
    /** Of the source file. */
    readonly sha256: string;
    readonly licenseStatedIn: string;
  };
  /** The square that was cut out, in the source file's pixels. */
  readonly crop: { readonly leftPx: number; readonly topPx: number; readonly sizePx: number };
}

const introduction = `# Where the photographs come from

Forty real photographs of natural objects and scenes, each one square crop at 128×128 px. Each keeps its author's licence,
named below; none is under Lookalike's own (Apache-2.0), and none asks that derived images carry the same licence.
They were taken out of Debian's packages. "Link" is where the package says that the photograph came from.
[attribution.json](attribution.json) says the same for programs, with SHA-256 hashes of source and crop.

Nothing here is written by hand: [crops.ts](crops.ts) declares the crops and \`npx tsx photographs/make-crops.ts\` makes this page,
\`attribution.json\` and the PNG files from it, byte for byte the same with the same version of sharp on x64.
`;

const code = (text: string): string => `\`${text}\``;

function section(attribution: Attribution): string {
  const { license, source, crop } = attribution;
  const path = source.member === undefined ? code(source.path) : `${code(source.member)} in ${code(source.path)}`;
  return `## ${attribution.title}

![${attribution.title}](${attribution.file})

- Author: ${attribution.author}
- Licence: ${license.url === undefined ? license.name : `[${license.name}](${license.url})`}, stated in ${source.licenseStatedIn}
- Link: <${attribution.link}>
- Source: Debian package ${code(`${source.package} ${source.version}`)}, ${path}
- Square: ${crop.sizePx}×${crop.sizePx} px from (${crop.leftPx}, ${crop.topPx})
- Changes: ${attribution.changes}
`;
}

/** Writes ATTRIBUTION.md from the same data as attribution.json. */
export function attributionMarkdown(attributions: readonly Attribution[]): string {
  return [introduction, ...attributions.map(section)].join('\n');
}
