/** What stands as `***` in the log, the summary and the annotations of a job, from the moment that it is known. */
export class Masks {
  readonly #values = new Set<string>();

  /** A value of several lines is hidden line by line too, because output comes in lines. */
  add(value: string): void {
    for (const part of [value, ...value.split(/[\r\n]/)]) if (part.trim() !== '') this.#values.add(part);
  }

  get values(): readonly string[] {
    return [...this.#values];
  }

  /** The text without what is masked; longer values first, so that none shows through in parts. */
  hide(text: string): string {
    const longestFirst = [...this.#values].sort((one, other) => other.length - one.length);
    return longestFirst.reduce((so, value) => so.replaceAll(value, '***'), text);
  }

  /** Whether a text would give a secret away; such outputs of a job are not handed on. */
  wouldHide(text: string): boolean {
    return this.values.some((value) => text.includes(value));
  }
}
