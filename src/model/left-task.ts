/** A task of a gate that this run no longer follows, and that may go on at AWS. */
export interface LeftTask {
  readonly gate: string;
  readonly region: string;
  readonly cluster: string;
  /** By this it is found among the tasks of its cluster. */
  readonly startedBy: string;
  /** Its ARN; absent: AWS was asked to start it, and did not tell whether it has. */
  readonly task?: string | undefined;
  /** It was told to stop, and its end was not seen. */
  readonly isStopping?: true | undefined;
}

/** How to look at it, and how to stop it where it is known. Pure. */
export function commandsFor({ region, cluster, startedBy, task, isStopping }: LeftTask): string[] {
  const where = `--region ${region} --cluster ${cluster}`;
  if (task === undefined) return [`aws ecs list-tasks ${where} --started-by ${startedBy}`];
  const look = `aws ecs describe-tasks ${where} --tasks ${task}`;
  return isStopping === true ? [look] : [look, `aws ecs stop-task ${where} --task ${task}`];
}
