/** A text of somebody else's, so written in `ecsdeploy.yml` that it means itself: `${` is a reference there. */
export function literalInConfig(text: string): string {
  return text.replaceAll('${', () => '$${');
}

/** The same for a task definition file, where only `${env:` and `${git:` are references. */
export function literalInDefinition(text: string): string {
  return text.replaceAll(/\$\{(?=(?:env|git):)/g, () => '$${');
}

/** Every text in the data, changed; names of members stay. */
export function mapTexts(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, change)]));
}
