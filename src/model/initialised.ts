import type { DataPath } from './data-document.ts';

/** The tools whose files `init --from` translates. */
export const foreignTools = ['ecspresso', 'action', 'copilot'] as const;
export type ForeignTool = (typeof foreignTools)[number];

/** Where the configuration comes from. */
export type InitSource =
  | {
      readonly kind: 'live';
      readonly cluster: string;
      readonly service: string;
      /** `family:7` */
      readonly revision: string;
      /** A deployment goes on: the revision is the one that comes in. */
      readonly isChanging: boolean;
    }
  | { readonly kind: ForeignTool; readonly file: string };

/** Why something of their file has no equal in ours, or of the service is not in the file. */
export type LeftoverReason =
  /** A template function that was replaced by an environment variable. */
  | 'lookup'
  /** An expression of a workflow that was replaced by an environment variable. */
  | 'expression'
  /** `if`, `range`, `end`: the line counts as if it were not there. */
  | 'template-logic'
  /** ECS has it, and ecsdeploy leaves it as it is. */
  | 'stays'
  /** It stands in the task definition that runs now, which is the base of a release. */
  | 'in-task-definition'
  /** The other tool made it, with CloudFormation or otherwise. */
  | 'infrastructure'
  /** A plugin that ecsdeploy does not have. */
  | 'plugin'
  /** A step changes the task definition on its way. */
  | 'changes-definition'
  /** The file of a task definition is made on the way, or missing. */
  | 'file-missing'
  /** The file of an AppSpec is missing. */
  | 'appspec-missing'
  /** A task that runs once, before or beside a release. */
  | 'run-task'
  /** Registers a task definition and releases it to no service. */
  | 'no-service'
  /** The workflow does not wait for the end. */
  | 'no-wait'
  /** What `deploy` has a flag for. */
  | 'flag'
  /** A name that only they know. */
  | 'name-unknown'
  /** Set for one environment of theirs. */
  | 'of-environment'
  /** Several images for one service. */
  | 'several-images'
  /** Something to do once only; hooks of others stay where they are. */
  | 'hooks-stay'
  /** A value that ecsdeploy.yml does not take. */
  | 'not-accepted'
  /** No deployment group was found. */
  | 'group-unknown'
  /** Nobody here knows what it is for. */
  | 'unknown';

/** One thing that has no equal, with its place. */
export interface Leftover {
  readonly reason: LeftoverReason;
  /** In their words: `plugins[0]`, `with.run-task`, a template. */
  readonly what: string;
  /** What stands there now, or what is to be used instead. */
  readonly instead?: string | undefined;
  /** Their file, as it was given; absent for a live service. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

/** A value that looks like a secret, and the variable that stands in its place. */
export interface HiddenSecret {
  readonly path: DataPath;
  readonly container?: string | undefined;
  readonly variable: string;
}

/** What the configuration is to say, before it is text. */
export interface ConfigDraft {
  readonly source: InitSource;
  /** Fits the schema of `ecsdeploy.yml`, references unresolved. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Repository of the image that runs, to be built into by whoever wants to. */
  readonly repository?: string | undefined;
  readonly leftovers: readonly Leftover[];
  readonly secrets: readonly HiddenSecret[];
  /** Files beside the configuration, by path relative to it. */
  readonly definitions: readonly DraftDefinition[];
}

export interface DraftDefinition {
  readonly path: string;
  /** Input of RegisterTaskDefinition, tags with it. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** A file as it was, or would be, written. */
export interface InitialFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** There was one, which it takes the place of. */
  readonly replaces: boolean;
}
