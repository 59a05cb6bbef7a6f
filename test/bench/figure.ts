/** One measured figure with what is aimed at. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly aim?: { readonly at: 'most' | 'least'; readonly value: number };
  readonly note?: string;
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, aim, note }) => [
    name,
    `${round(value)} ${unit}`.trim(),
    aim === undefined ? '' : `${aim.at === 'most' ? '≤' : '≥'} ${aim.value}`,
    aim === undefined ? '' : isMet(value, aim) ? 'met' : 'MISSED',
    note ?? '',
  ]);
  const all = [['figure', 'measured', 'aim', '', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function isMet(value: number, { at, value: aim }: NonNullable<Figure['aim']>): boolean {
  return at === 'most' ? value <= aim : value >= aim;
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
