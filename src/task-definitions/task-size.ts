const patterns = {
  cpu: /^\s*(\d*\.?\d+)\s*vcpu\s*$/i,
  memory: /^\s*(\d*\.?\d+)\s*gb\s*$/i,
} as const;

/** The size of a task as AWS gives it back: `1 vCPU` → `1024`, `2 GB` → `2048`. Undefined when it is no size. */
export function parseTaskSize(text: string, kind: 'cpu' | 'memory'): string | undefined {
  const plain = /^\s*0*(\d+)\s*$/.exec(text)?.[1];
  if (plain !== undefined) return plain;
  const amount = Number(patterns[kind].exec(text)?.[1]);
  return Number.isFinite(amount) ? String(Math.round(amount * 1024)) : undefined;
}
