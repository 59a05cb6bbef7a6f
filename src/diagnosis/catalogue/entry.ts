import type { Confidence } from '../../model/diagnosis.ts';
import type { Heal } from '../../model/explanation.ts';

/** A message that users meet, with what it means and what helps. */
export interface CatalogueEntry {
  /** `family.name`: stable, for machines and documentation. */
  readonly id: string;
  /**
   * Inner phrases of AWS's text, any of which is enough; `…` stands for anything between two pieces. Never the whole text:
   * Fargate cuts long ones, and AWS rewords. Quotes, spaces and case do not matter (`normalise.ts`).
   */
  readonly says: readonly string[];
  /** Phrases that only hint at it. They are tried when no entry's `says` fits, and lower the confidence. */
  readonly hints?: readonly string[];
  /** One sentence without its full stop. `<name>` is replaced by what the message says (`reads`). */
  readonly cause: string;
  /** One or two sentences, with `<name>` as in the cause. */
  readonly advice: string;
  readonly heal: Heal;
  /** How sure a `says` makes; `high` where nothing is given. */
  readonly confidence?: Confidence;
  /**
   * `cause` where nothing is given. A `symptom` says that something went wrong and not what: whoever knows a cause need not
   * repeat it. What is `normal` is no failure at all.
   */
  readonly kind?: 'cause' | 'symptom' | 'normal';
  /** Where to find the values of the sentences, as named groups. */
  readonly reads?: readonly RegExp[];
  /** Pages of AWS or public threads that know the text. */
  readonly source: readonly string[];
  /** AWS's own texts with made-up names. Tests hold each to this entry. */
  readonly examples: readonly string[];
}
