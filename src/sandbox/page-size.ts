/**
 * Refuses the size of a page that is out of its range, in the wording that validated services share.
 * @param member as the service spells it in its messages: `maxResults`
 */
export function checkPageSize(
  member: string,
  size: number | undefined,
  most: number,
  refuse: (message: string) => Error,
): void {
  if (size === undefined || (size >= 1 && size <= most)) return;
  const bound = size < 1 ? 'greater than or equal to 1' : `less than or equal to ${most}`;
  throw refuse(
    `1 validation error detected: Value '${size}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
