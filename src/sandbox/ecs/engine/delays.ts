/**
 * How long things take, in milliseconds of sandbox time. AWS documents only some of them; the others are plausible and
 * rather short, so that a rehearsal is quick. docs/sandbox.md lists where they differ from AWS.
 */
export const delays = {
  /** From something having happened to the scheduler's next look at the service. */
  schedulerLook: 1_000,
  /** From CreateService or UpdateService to the first task: 1.6 s in AWS's sample of a service deployment. */
  deploymentStart: 1_600,
  /** From STOP_REQUESTED or ROLLBACK_REQUESTED to what was asked for. */
  stopRequest: 1_000,
  /** How long a rollout stays settled before it counts as COMPLETED, and a new revision healthy before its SCALE_UP ends. */
  quietTick: 5_000,
  /** A deployment with nothing to start: 87 to 89 s were measured at AWS. */
  emptyRollout: 88_000,
  /** Without any health check a task counts as healthy 40 s after RUNNING. */
  healthyWithoutCheck: 40_000,
  /** With alarms and no bake time of its own. AWS computes it from the alarms' periods, under 5 min. */
  alarmBake: 60_000,
  /** A stage of a deployment that shifts traffic, before its hooks. AWS takes some seconds to a minute. */
  idleStage: 5_000,
  /** From new weights of a rule to the next thing that happens. */
  trafficShift: 5_000,
  /** Both, where the tasks are real containers: nothing makes that clock run faster. */
  idleStageReal: 1_000,
  trafficShiftReal: 1_000,
  /** The same with a network load balancer: ten minutes at AWS. */
  networkLoadBalancerShift: 600_000,
  /** From the call of a hook's function to its answer. */
  lambdaCall: 1_000,
  /** From the last hook of a stage having ended to the stage going on. */
  hookOver: 1_000,
  /** Attaching a network interface. */
  provisioning: [3_000, 6_000],
  /** The same for a task of real containers, whose images take real time. */
  provisioningReal: [300, 600],
  /** Placing a task on an instance. */
  placing: [500, 1_500],
  /** From SIGTERM to the end of a well-behaved container. */
  gracefulExit: [2_000, 4_000],
  /** Detaching the network interface. */
  deprovisioning: [2_000, 5_000],
  deprovisioningReal: [300, 600],
  /** Stopped tasks stay visible for at least an hour. */
  stoppedTaskKept: 3_600_000,
  /** INACTIVE services stay visible to DescribeServices; AWS says "for a while". */
  repeatedEvent: 6 * 3_600_000,
} as const;
