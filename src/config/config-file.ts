import type { DataPath } from '../model/data-document.ts';
import type { ConfigProblem } from './invalid-config.ts';
import type { Source } from './provenance.ts';
import type { Configuration } from './schema.ts';

/** A configuration file that fits the schema. */
export interface ConfigFile {
  /** Absolute path. */
  readonly file: string;
  /** As it stands in messages: relative where that is shorter. */
  readonly shownAs: string;
  /** What paths in the file are relative to. */
  readonly directory: string;
  readonly configuration: Configuration;
  /** Where a value stands. */
  sourceOf(path: DataPath): Source & { readonly kind: 'file' };
  /** References that only one environment has and that are unknown: wrong once that environment is asked for. */
  unsetIn(environment: string): readonly ConfigProblem[];
  /** References in an `image` that are unknown, with where they stand: wrong once that image is to be built. */
  readonly unknownInImages: readonly { readonly path: DataPath; readonly problem: ConfigProblem }[];
}
