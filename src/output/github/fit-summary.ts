import type { SummaryBlock } from './summary-block.ts';

// The runner drops a summary of more than 1 MiB whole, without a word in it.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
export const summaryLimit = 900_000;

const leftOutFirst = ['folded', 'detail', 'essential'] as const;
const mostNamed = 5;

/**
 * The blocks as one text of at most so many bytes in UTF-8. Where that is too little, the last block of the least weight goes first, and
 * a line says what went. Empty where not even the first block fits. Pure.
 */
export function fitSummary(blocks: readonly SummaryBlock[], limit: number): string {
  const kept = new Set(blocks);
  const sizes = new Map(blocks.map((block) => [block, sizeOf(block)]));
  const leftOut: SummaryBlock[] = [];
  let size = [...sizes.values()].reduce((sum, one) => sum + one, 0);
  const drop = (block: SummaryBlock): void => {
    kept.delete(block);
    leftOut.push(block);
    size -= sizes.get(block) ?? 0;
  };
  for (const weight of leftOutFirst)
    for (const block of blocks.filter((one) => one.weight === weight).reverse())
      if (size + Buffer.byteLength(noteOf(leftOut)) > limit) drop(block);
  const [first] = blocks;
  if (first === undefined || !kept.has(first)) return '';
  return `${blocks
    .filter((block) => kept.has(block))
    .map(({ text }) => text)
    .join('\n\n')}\n${noteOf(leftOut)}`;
}

function sizeOf({ text }: SummaryBlock): number {
  return Buffer.byteLength(text) + 2;
}

function noteOf(leftOut: readonly SummaryBlock[]): string {
  if (leftOut.length === 0) return '';
  const names = leftOut.slice(0, mostNamed).map(({ name }) => name);
  const more = leftOut.length - names.length;
  const list = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `\n_Left out, since GitHub shows no summary above 1 MiB: ${list}. The JSON document of the run has all of it._\n`;
}
