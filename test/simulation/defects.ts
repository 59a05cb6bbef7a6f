import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import type { HttpHandlerOptions } from '@smithy/types';
import { changedBy, type Outcome } from '../../src/model/outcome.ts';
import type { Ecs } from '../../src/aws/sdk/ecs.ts';
import { stopAndRollBack } from '../../src/aws/service-deployments.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import type { ReleaseContext } from '../../src/release/release-context.ts';
import type { Command, History } from './history.ts';
import { ecsdeploy, type Program } from './program.ts';

/** A version of the program that does something wrong: the simulation is worth as much as it finds of these. */
export interface Defect {
  readonly name: string;
  /** The invariant that must find it. */
  readonly breaks: string;
  /** Whether a history has what it takes at all: the others need not be tried. */
  readonly mayShowIn: (history: History) => boolean;
  readonly program: Program;
}

/** Pain 1: the job is green although ECS has rolled the deployment back. */
const greenAfterRollback: Defect = {
  name: 'says succeeded when AWS rolled back',
  breaks: 'exit 0 only when it is so',
  mayShowIn: ({ images, service }) => images.new.is === 'unable-to-start' && service.breaker === 'rolls-back',
  program: {
    ...ecsdeploy,
    deploy: async (context, request) => {
      const result = await ecsdeploy.deploy(told(context, asGreen), request);
      const outcome = asGreen(result.outcome);
      return { ...result, outcome, changed: changedBy(outcome) };
    },
  },
};

function asGreen(outcome: Outcome): Outcome {
  return outcome.kind === 'failed-rolled-back' ? { kind: 'succeeded', because: outcome.because } : outcome;
}

/** Pain 2: whoever came later is stopped. */
const stopsWhoCameLater: Defect = {
  name: 'stops the deployment that superseded it',
  breaks: 'nothing but our own deployment is stopped',
  mayShowIn: ({ people, commands }) =>
    isUndisturbed(commands) &&
    people.some(
      ({ act, when }) => act.is === 'deploys' && when.on === 'status' && when.status === 'IN_PROGRESS',
    ),
  program: {
    ...ecsdeploy,
    deploy: async (context, request) => {
      const result = await ecsdeploy.deploy(context, request);
      if (result.outcome.kind === 'superseded') await stopNewest(context, result).catch(() => undefined);
      return result;
    },
  },
};

async function stopNewest({ aws }: ReleaseContext, { service }: ReleaseResult): Promise<void> {
  const ecs = await aws.clients.ecs();
  const { serviceDeployments } = await ecs.listServiceDeployments(service);
  const running = serviceDeployments?.find(({ status }) => status === 'IN_PROGRESS' || status === 'PENDING');
  if (running?.serviceDeploymentArn !== undefined) await stopAndRollBack(aws, running.serviceDeploymentArn);
}

/** A request without an answer is sent again, as an SDK with its own retries would. */
const repeatsBlindly: Defect = {
  name: 'sends UpdateService again when the reply is lost',
  breaks: 'nothing is started twice',
  // What is not forced AWS takes for the same request.
  mayShowIn: ({ commands, misfortunes }) =>
    isUndisturbed(commands) &&
    commands.some(({ force }) => force) &&
    misfortunes.some(
      ({ operation, is, when, percent }) =>
        operation === 'UpdateService' &&
        is === 'lost-reply' &&
        when.on === 'time' &&
        when.seconds === 0 &&
        percent === undefined,
    ),
  program: {
    ...ecsdeploy,
    deploy: (context, request) => ecsdeploy.deploy(repeatingUpdates(context), request),
  },
};

function repeatingUpdates(context: ReleaseContext): ReleaseContext {
  const { clients } = context.aws;
  const ecs = async (): Promise<Ecs> => {
    const client = await clients.ecs();
    const send = client.send.bind(client) as (
      command: object,
      options?: HttpHandlerOptions,
    ) => Promise<unknown>;
    const twice: typeof send = (command, options) =>
      command instanceof UpdateServiceCommand
        ? send(command, options).catch(() => send(command, options))
        : send(command, options);
    return Object.assign(Object.create(client) as Ecs, { send: twice });
  };
  return { ...context, aws: { ...context.aws, clients: { ...clients, ecs } } };
}

/** Could not measure is taken for bad. */
const rollsBackWhenBlind: Defect = {
  name: 'rolls back when a look fails',
  breaks: 'a measurement that failed never rolls back',
  mayShowIn: ({ misfortunes }) =>
    misfortunes.some(({ operation, is }) => operation === 'DescribeServices' && is !== 'stale'),
  program: {
    ...ecsdeploy,
    deploy: (context, request) => {
      let arn: string | undefined;
      return ecsdeploy.deploy(
        {
          ...context,
          report(fact) {
            context.report(fact);
            if (fact.type === 'deployment.started') arn = fact.deployment.serviceDeploymentArn;
            if (fact.type === 'look.failed' && arn !== undefined)
              stopAndRollBack(context.aws, arn).catch(() => undefined);
          },
        },
        request,
      );
    },
  },
};

/** AWS's word is taken without looking at what runs. */
const believesAws: Defect = {
  name: 'does not verify what runs',
  breaks: 'exit 0 only when it is so',
  mayShowIn: ({ people, service }) =>
    service.desired > 0 &&
    people.some(
      ({ when, act }) => when.on === 'status' && when.status === 'SUCCESSFUL' && act.is === 'deploys',
    ),
  program: {
    ...ecsdeploy,
    deploy: async (context, request) => {
      let verified: Outcome | undefined;
      const believing: ReleaseContext = {
        ...context,
        report(fact) {
          if (fact.type === 'verification.ended')
            verified = { kind: 'succeeded', because: fact.verdict.because };
          const isBelieved =
            fact.type === 'release.concluded' && isUnproven(fact.outcome) && verified !== undefined;
          context.report(isBelieved ? { ...fact, outcome: verified ?? fact.outcome } : fact);
        },
      };
      const result = await ecsdeploy.deploy(believing, request);
      return verified !== undefined && isUnproven(result.outcome)
        ? { ...result, outcome: verified, changed: 'released' }
        : result;
    },
  },
};

/** Outcomes that only the verification can give: without it they would have been successes. */
function isUnproven({ kind }: Outcome): boolean {
  return kind === 'inconclusive' || kind === 'superseded' || kind === 'failed-left';
}

function told(context: ReleaseContext, change: (outcome: Outcome) => Outcome): ReleaseContext {
  return {
    ...context,
    report: (fact) =>
      context.report(fact.type === 'release.concluded' ? { ...fact, outcome: change(fact.outcome) } : fact),
  };
}

/** `after` is forgotten. */
const forgetsTheOrder: Defect = {
  name: 'releases what comes after something at once',
  breaks: 'no service is released before those that it comes after',
  mayShowIn: isOrdered,
  program: {
    ...ecsdeploy,
    deploySeveral: (request) =>
      ecsdeploy.deploySeveral({
        ...request,
        members: request.members.map((member) => ({ ...member, after: [] })),
      }),
  },
};

/** A run goes on although one of its releases has failed, and nobody had said that it may. */
const goesOn: Defect = {
  name: 'goes on after a failure',
  breaks: 'nothing more is released after a failure',
  mayShowIn: ({ commands, images }) =>
    isUndisturbed(commands) &&
    images.new.is !== 'healthy' &&
    commands.some(({ run }) => run?.onFailure === 'stop' && run.parallel === 1),
  program: {
    ...ecsdeploy,
    deploySeveral: (request) => ecsdeploy.deploySeveral({ ...request, onFailure: 'keep-going' }),
  },
};

/** All or none: what was released before the failure stays. */
const leavesHalf: Defect = {
  name: 'takes nothing back when one of a run fails',
  breaks: 'after a failure none stays released, or it says so',
  mayShowIn: ({ commands, images }) =>
    isUndisturbed(commands) &&
    images.new.is !== 'healthy' &&
    commands.some(({ run }) => run?.onFailure === 'take-back' && run.parallel > 1),
  program: {
    ...ecsdeploy,
    deploySeveral: (request) => ecsdeploy.deploySeveral({ ...request, onFailure: 'stop' }),
  },
};

function isOrdered({ commands }: History): boolean {
  const isOne = ({ run }: Command): boolean =>
    run !== undefined && run.parallel > 1 && run.members.some(({ after }) => after.length > 0);
  return isUndisturbed(commands) && commands.some(isOne);
}

/** Nothing keeps the commands from doing what they are for. */
function isUndisturbed(commands: readonly Command[]): boolean {
  return commands.every(
    ({ does, kills, interrupt, dryRun, when }) =>
      does === 'deploy' && kills.length === 0 && interrupt === undefined && !dryRun && when.on === 'time',
  );
}

export const defects: readonly Defect[] = [
  greenAfterRollback,
  stopsWhoCameLater,
  repeatsBlindly,
  rollsBackWhenBlind,
  believesAws,
  forgetsTheOrder,
  goesOn,
  leavesHalf,
];
