import type { DeploymentSettings } from '../../src/model/release-plan.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { deploy } from '../../src/release/deploy.ts';
import type { ReleaseContext } from '../../src/release/release-context.ts';
import type {
  DeployRequest,
  ResumeRequest,
  RollbackRequest,
  TaskDefinitionSource,
  WatchRequest,
} from '../../src/release/requests.ts';
import { resume } from '../../src/release/resume.ts';
import { rollBack } from '../../src/release/roll-back.ts';
import { deploySeveral, type SeveralRequest } from '../../src/release/several/deploy-several.ts';
import { watch } from '../../src/release/watch.ts';
import { gateFor } from './gates.ts';
import type { Command, CommandSettings, Run } from './history.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { alarmName } from './stage/alarm.ts';
import { definitionOf } from './stage/revisions.ts';
import { brake } from './stage/services.ts';
import { serviceOn, type Stage, type StagedService } from './stage/stage.ts';

const second = 1_000;

/** What the simulation runs: the use cases as they are, or a test's version of them that lies. */
export interface Program {
  deploy(context: ReleaseContext, request: DeployRequest): Promise<ReleaseResult>;
  deploySeveral(request: SeveralRequest): Promise<ReleaseResult[]>;
  rollBack(context: ReleaseContext, request: RollbackRequest): Promise<ReleaseResult>;
  watch(context: ReleaseContext, request: WatchRequest): Promise<ReleaseResult>;
  resume(context: ReleaseContext, request: ResumeRequest): Promise<ReleaseResult>;
}

export const ecsdeploy: Program = { deploy, deploySeveral, rollBack, watch, resume };

/** Names of the services that a command is about. */
export function servicesFor({ run, service }: Command): readonly string[] {
  return run === undefined ? [service] : run.members.map(({ name }) => name);
}

/** Does what a command says. One result for each of its services. @throws what the use case throws */
export async function perform(
  program: Program,
  command: Command,
  process: SimulatedProcess,
  stage: Stage,
): Promise<readonly ReleaseResult[]> {
  if (command.run !== undefined) {
    return await program.deploySeveral(severalRequest(command, command.run, process, stage));
  }
  const service = serviceOn(stage, command.service);
  const context = process.context(command.service);
  switch (command.does) {
    case 'watch':
      return [await program.watch(context, common(command, service))];
    case 'resume':
      return [await program.resume(context, { ...common(command, service), ...gatesOf(command) })];
    case 'rollback':
      return [await program.rollBack(context, common(command, service))];
    case 'deploy':
      return [await program.deploy(context, deployRequest(command, service))];
    default:
      return command.does satisfies never;
  }
}

function severalRequest(
  command: Command,
  { members, onFailure, parallel }: Run,
  process: SimulatedProcess,
  stage: Stage,
): SeveralRequest {
  return {
    onFailure,
    parallel,
    members: members.map(({ name, after }) => ({
      name,
      after,
      request: deployRequest(command, serviceOn(stage, name)),
      context: process.context(name),
      imageContext: process.context(name),
    })),
  };
}

function common(command: Command, { ref }: StagedService): RollbackRequest {
  const { timeoutSeconds, waits, rollback, rollbackOnTimeout, onInterrupt, ifBusy, dryRun } = command;
  return {
    service: ref,
    timeoutMilliseconds: timeoutSeconds * second,
    waitForApproval: waits,
    rollback: rollback ? 'automatic' : 'off',
    rollbackOnTimeout,
    onInterrupt,
    ifBusy,
    dryRun,
  };
}

function deployRequest(command: Command, service: StagedService): DeployRequest {
  return {
    ...common(command, service),
    base: baseOf(command, service),
    images: command.from === 'registered' ? [] : [{ image: service.imageOf(command.image) }],
    settings: settingsOf(command.settings),
    imageReference: command.imageReference,
    force: command.force,
    ...gatesOf(command),
    ...(command.acceptsAlarm ? { acceptAlarms: [alarmName] } : {}),
  };
}

function gatesOf({ gates, watchSeconds }: Command): Pick<DeployRequest, 'gates'> {
  if (gates.length === 0 && watchSeconds === 0) return {};
  return { gates: { gates: gates.map(gateFor), watchForMilliseconds: watchSeconds * second } };
}

function baseOf(
  { from, image }: Command,
  { ref, shape, imageOf, registered }: StagedService,
): TaskDefinitionSource {
  const family = ref.service;
  switch (from) {
    case 'live':
      return { kind: 'live' };
    case 'file': {
      const definition = definitionOf({ family, image: imageOf('old'), hasCheck: shape.containerCheck });
      const [app] = definition.containerDefinitions;
      const environment = [{ name: 'RELEASE', value: image }];
      const containerDefinitions = app === undefined ? [] : [{ ...app, environment }];
      return { kind: 'file', definition: { ...definition, containerDefinitions }, tags: [] };
    }
    case 'first-revision':
      return { kind: 'revision', nameOrArn: `${family}:1` };
    case 'registered':
      return { kind: 'revision', nameOrArn: registered.get(image) ?? `${family}:1` };
    default:
      return from satisfies never;
  }
}

function settingsOf(settings: CommandSettings): DeploymentSettings {
  const { breaker, alarm, minimumHealthyPercent, maximumPercent, bakeMinutes, graceSeconds, approval } =
    settings;
  return {
    ...(breaker === undefined ? {} : { circuitBreaker: brake(breaker) }),
    ...(alarm === undefined ? {} : { alarms: { names: [alarmName], ...brake(alarm) } }),
    ...(minimumHealthyPercent === undefined ? {} : { minimumHealthyPercent }),
    ...(maximumPercent === undefined ? {} : { maximumPercent }),
    ...(bakeMinutes === undefined ? {} : { bakeTimeInMinutes: bakeMinutes }),
    ...(approval === undefined
      ? {}
      : {
          approvals: [
            {
              moment: 'before-traffic',
              timeoutInMinutes: approval.minutes,
              onTimeout: approval.onTimeout,
            },
          ],
        }),
    ...(graceSeconds === undefined ? {} : { healthCheckGracePeriodSeconds: graceSeconds }),
  };
}
