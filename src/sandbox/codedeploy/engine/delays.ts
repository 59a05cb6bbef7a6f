/** How long CodeDeploy takes, in milliseconds of sandbox time. Where AWS documents nothing they are plausible and rather short. */
export const delays = {
  /** From Created to Queued, and from Queued to InProgress. */
  queue: 1_000,
  /** What a lifecycle event takes beside what happens in it. */
  event: 1_000,
  /** How often it looks whether the tasks of a new task set are healthy. */
  installPoll: 2_000,
  /** How often it looks at alarms: 23 s from ALARM to Stopped were observed (3.2.2 of the specification). */
  alarmPoll: 15_000,
  /** For the tasks of the replacement task set to become healthy. */
  installLimit: 60 * 60_000,
  /** From the asynchronous call of a hook's function to its report. */
  lambdaCall: 1_000,
  /** For a function of a hook to report. */
  hookLimit: 3_600_000,
  /** For the service to be steady again after it was scaled meanwhile. */
  scalingLimit: 5 * 60_000,
} as const;
