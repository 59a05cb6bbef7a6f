/** `142 released, 3 rolled back`: how many of each, in the given order; what does not occur is left out. */
export function tally<Label extends string>(labels: readonly Label[], order: readonly Label[]): string {
  return order
    .map((label) => ({ label, number: labels.filter((one) => one === label).length }))
    .filter(({ number }) => number > 0)
    .map(({ label, number }) => `${number} ${label}`)
    .join(', ');
}
