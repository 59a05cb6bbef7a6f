import type { ReleaseEvent } from '../model/release-event.ts';

type Member<Type extends ReleaseEvent['type']> = Exclude<
  keyof Extract<ReleaseEvent, { type: Type }>,
  'type' | 'at' | 'release' | 'service'
>;

export type EventReference = {
  readonly [Type in ReleaseEvent['type']]: {
    /** When it is sent, a sentence. */
    readonly when: string;
    readonly members: Readonly<Record<Member<Type>, string>>;
  };
};

/** What the reference page says of each event. The type ties it to the events: a new one, or a new member, must be told here. */
export const eventReference: EventReference = {
  'gate.started': {
    when: 'A gate begins to measure in one moment of the release.',
    members: {
      gate: 'the gate as it is configured: name, check, interval, limits',
      moment: '`before`, `during` or `after`',
    },
  },
  'gate.measured': {
    when: 'A gate has measured once, or could not.',
    members: {
      gate: 'its name',
      moment: '`before`, `during` or `after`',
      measurement:
        'kind `pass`, `fail`, `unclear` or `error`, with the reason, and the value where it is a number',
      changed: 'whether it says anything else than the one before',
    },
  },
  'gate.judged': {
    when: 'A gate has judged, or its moment is over.',
    members: {
      report: 'gate, kind, moment, dryRun, verdict with its reason, counts, and the newest measurements',
    },
  },
  'task.output': {
    when: 'A task that a gate runs has written a line.',
    members: { gate: 'name of the gate', container: 'the container that wrote it', line: 'the line, masked' },
  },
  'release.started': {
    when: 'The command begins its work on a service.',
    members: {
      action: '`deploy`, `rollback`, `watch`, `resume`, `approve`, `reject`, `abort`, `build` or `push`',
    },
  },
  'release.waiting': {
    when: 'In a run of several services, one of them waits until others have been released.',
    members: { for: 'The services that come first, each as `cluster/service`.' },
  },
  'image.planned': {
    when: 'Source, tag and recipe of the image are known, and whether the registry holds it. Nothing has changed yet.',
    members: { image: 'repository, tag, revision, recipe, and `existing` where nothing is to be built' },
  },
  'repository.created': {
    when: 'The repository was missing and `--create-repository` was asked for.',
    members: { repository: 'its URI' },
  },
  'build.started': {
    when: 'The engine begins to build.',
    members: { reference: 'the name that the image gets', engine: 'program, path, versions and builder' },
  },
  'build.output': {
    when: 'The engine printed a line; values of secrets are masked.',
    members: { line: 'the line', step: 'number, total and instruction, on the line that begins a step' },
  },
  'build.ended': {
    when: 'The image is in the local engine.',
    members: { image: 'its name, tag and revision, and whether it was built now' },
  },
  'push.started': {
    when: 'The engine begins to push.',
    members: { reference: 'what is pushed' },
  },
  'push.output': {
    when: 'The engine printed a line while pushing.',
    members: { line: 'the line' },
  },
  'image.settled': {
    when: 'The registry holds the image.',
    members: {
      image: 'its name with the digest that the registry gives, tag, platforms, and how it came there',
    },
  },
  'plan.made': {
    when: 'What is there was read, and what will be done is decided. Nothing has changed yet.',
    members: {
      plan: 'the whole plan: current, target, `from` where its images come from another environment, differences, how traffic moves (`shift`), `hooks`, `codeDeploy` (group, deployment configuration, AppSpec, waits) where CodeDeploy brings it in, `wayBack` (mechanism, what it costs, the release) of a rollback, steps, safety rules, timeout',
    },
  },
  'task-definition.settled': {
    when: 'The revision that will run is known.',
    members: {
      taskDefinition: 'its ARN',
      how: '`registered` now, `found-unchanged` because nothing differs, or `given` by name',
      copies: 'ARN of the INACTIVE revision that was registered again as it was',
    },
  },
  'deployment.waiting-for-other': {
    when: 'Another deployment is in progress and `--if-busy wait` was asked for; with CodeDeploy also `replace`.',
    members: {
      other: 'its id',
      taskDefinition: 'ARN of what it brings in',
      by: 'what CodeDeploy is asked so that it ends sooner: `end-termination-wait`, since it has released, or `stop-and-roll-back`',
    },
  },
  'deployment.started': {
    when: 'The deployment that this release is about is known by its identity.',
    members: {
      deployment: 'its ids at AWS, service, revision and time of creation',
      how: '`started` now, `adopted` because an earlier run of ours started it, or `found` by an observer',
      origin: 'what our tags on its revision say it was made from, where another run has made that',
      image: 'the image that it was released with, by digest, in the same case',
      replaces: 'ARN of the revision that it replaces, in the same case',
    },
  },
  'deployment.observed': {
    when: 'After every look at AWS.',
    members: {
      snapshot:
        'status, phase, counts, failed tasks, circuit breaker, alarms, and what is new since the look before; `shift` (strategy, stage, percent of production and test traffic, end of a bake) where AWS shifts traffic; `hooks` of the stage, with state and expiry; with CodeDeploy the stage is its lifecycle event, `READY_WAIT` or `TERMINATION_WAIT`, and `rollbackDeployment` the deployment that takes it back',
      changed: 'whether it differs from the look before in anything a person would notice',
    },
  },
  'service.event': {
    when: 'ECS wrote a line into the list of events of the service.',
    members: { event: "its id, time and AWS's own message" },
  },
  'task.stopped': {
    when: 'A task of the new revision ended.',
    members: {
      task: 'ARN, stop code and reason, containers with exit codes',
      taskDefinition: 'ARN of its revision',
    },
  },
  'approval.awaited': {
    when: 'A PAUSE hook, or the ready wait of CodeDeploy, began to hold the deployment until a person answers.',
    members: {
      approval:
        'the deployment (ARN of the service deployment, or `d-…` of CodeDeploy), the hook, its stage, when its time is up and what AWS does then (`CONTINUE`, `ROLLBACK` or `STOP`)',
      gates:
        'to an observer only: the gates for which the release holds there, which whoever drives it measures',
    },
  },
  'approval.given': {
    when: 'A pause was answered: the deployment goes on.',
    members: { approval: 'as in `approval.awaited`' },
  },
  'approval.answering': {
    when: 'A pause is being answered. Whether AWS has heard `approval.given` or `approval.refused` says.',
    members: {
      answer: '`continue` or `reject`',
      hookId: 'which pause',
      deployment: 'ids as AWS has them, and the task definition',
    },
  },
  'approval.refused': {
    when: 'A pause was answered: the deployment goes back.',
    members: { approval: 'as in `approval.awaited`' },
  },
  'rollback.requested': {
    when: 'It is to go back, and AWS is being asked to, or is about to be. Whether it has heard `rollback.started` says.',
    members: { because: 'the reason, as data' },
  },
  'rollback.started': {
    when: 'AWS has begun to roll back, or has heard that it is to.',
    members: {
      by: '`aws`, `ecsdeploy` (this run), or `someone` (a person, or another run)',
      because: 'the reason, as data',
    },
  },
  'watch.started': {
    when: 'AWS calls the deployment successful, it was verified, and it is watched on, with the gates of this moment.',
    members: { until: 'when the watch ends, in milliseconds since the epoch' },
  },
  'gates.awaited': {
    when: 'The deployment, or the watch after it, is over while gates measure: what they measure counts, and nothing else is begun.',
    members: {
      moment: '`during` or `after`',
      gates: 'names of the gates that are waited for',
      until: 'when they are given up at the latest, in milliseconds since the epoch',
    },
  },
  'rollback.asked': {
    when: 'A person at the terminal is asked whether the release goes back. Looking goes on until the answer is there.',
    members: { because: 'the reason, as data' },
  },
  'scaling.suspended': {
    when: 'All autoscaling of the service was suspended, before the deployment is started.',
    members: { before: 'what was suspended before: `scaleIn`, `scaleOut`, `scheduled`' },
  },
  'scaling.restored': {
    when: 'The deployment is over, and autoscaling stands as it did before it was suspended, perhaps by an earlier run.',
    members: { to: 'what is suspended now: `scaleIn`, `scaleOut`, `scheduled`' },
  },
  'scaling.kept-suspended': {
    when: 'The run ends while the deployment goes on at AWS. The next run that sees its end restores autoscaling.',
    members: { before: 'what is restored then: `scaleIn`, `scaleOut`, `scheduled`' },
  },
  'settings.restored': {
    when: 'The way back is over, and what it had set aside stands as before.',
    members: { settings: 'bake times in minutes, and the pauses of ecsdeploy' },
  },
  'settings.kept-aside': {
    when: 'The run ends while the way back goes on at AWS. The next run that sees its end puts the settings back.',
    members: { settings: 'as in `settings.restored`' },
  },
  'look.failed': {
    when: 'A call to AWS failed in a way that may pass, and will be repeated.',
    members: {
      operation: 'as AWS spells it',
      error: "AWS's code and message",
      retryInMilliseconds: 'how long until the next try',
    },
  },
  'verification.ended': {
    when: 'AWS says that the deployment ended well, and what runs was compared with what was wanted.',
    members: { verdict: '`pass`, `fail`, `inconclusive` or `pending`, with its reason' },
  },
  warning: {
    when: 'Something deserves a second look and stops nothing.',
    members: { warning: 'its `kind` and values' },
  },
  'interrupt.received': {
    when: 'SIGINT or SIGTERM arrived for the first time.',
    members: {
      signal: 'which',
      then: 'what is done now: `detach`, `rollback`, `stop` where no deployment was started yet, `hear` where AWS has been asked for something and whether it heard is found out first, `leave-rollback` where a rollback goes on, `leave` where AWS has ended the deployment',
    },
  },
  'interrupt.forced': {
    when: 'The process leaves with something still under way: the same signal came twice, or two seconds after the SIGTERM that followed a SIGINT.',
    members: {
      signal: 'the last one',
      left: '`goes-on`, `rolls-back`, `rollback-unknown`: AWS was to be asked to go back, and may have heard; `answer-unknown`: so of the answer to a pause; `ended`: AWS has ended it, and what runs was not looked at to the end; `start-unknown`: no deployment was known to be started',
    },
  },
  'diagnosis.made': {
    when: 'The evidence of a failure was collected and held against the catalogue of causes.',
    members: { diagnosis: 'findings: cause, advice, evidence, count, last log lines' },
  },
  'release.concluded': {
    when: 'As the last event of every release. A release that a run takes back after another one failed goes on with `rollback.requested`, and is concluded again.',
    members: { outcome: 'how it ended, see [outcomes](outcomes.md)' },
  },
};
