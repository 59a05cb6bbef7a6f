const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar as long as its share of the longest, in eighths of a cell; whatever took time at all can be seen. */
export function durationBar(duration: number, longest: number, cells: number): string {
  const share = longest <= 0 ? 0 : Math.min(1, Math.max(0, duration / longest));
  const length = Math.max(share > 0 ? 1 : 0, Math.round(share * cells * 8));
  return '█'.repeat(Math.floor(length / 8)) + (eighths[length % 8] ?? '');
}
