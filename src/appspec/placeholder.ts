// None of these characters can be part of a name or an ARN: `<SUBNET_1>`, `${PREFIX}-check`, `{{ port }}`.
const placeholder = /[${}<>]/;

/** Text that somebody still has to put a name in the place of. */
export function isPlaceholder(text: string): boolean {
  return placeholder.test(text);
}

/** What a template leaves to the tool that uses it: nothing, blanks or a placeholder. */
export function isOpen(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'string' && (value.trim() === '' || isPlaceholder(value));
}
