/** A piece of a summary, as Markdown that stands by itself. */
export interface SummaryBlock {
  /** What is left out first when there is too much: what is folded away, then details; what is essential last. */
  readonly weight: 'essential' | 'detail' | 'folded';
  /** What it is, for the line that says what was left out. */
  readonly name: string;
  readonly text: string;
}
