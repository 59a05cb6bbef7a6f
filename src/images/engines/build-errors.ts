import { EcsdeployError } from '../../model/error.ts';
import type { NamedStep } from './build-progress.ts';

const withoutBuilding = 'Or deploy an image that exists: --image <image>';

/** No container engine's client is installed. */
export class EngineMissing extends EcsdeployError {
  constructor(given: string | undefined) {
    super({
      code: 'build.engine_missing',
      message:
        given === undefined
          ? 'There is no docker on PATH to build and push with'
          : `There is no program ${given}, which ECSDEPLOY_DOCKER names`,
      suggestions: [
        given === undefined
          ? 'Install docker (https://docs.docker.com/engine/install/), or name a client with ECSDEPLOY_DOCKER.'
          : 'Correct ECSDEPLOY_DOCKER, or unset it to use the docker on PATH.',
        withoutBuilding,
      ],
      details: { given },
    });
  }
}

/** A client is there, and no engine answers it. */
export class EngineUnreachable extends EcsdeployError {
  constructor(
    path: string,
    sentence: string,
    { host, context }: { readonly host?: string | undefined; readonly context?: string | undefined },
  ) {
    const isForbidden = /permission denied/i.test(sentence);
    super({
      code: 'build.engine_unreachable',
      message: `The container engine does not answer ${path}: ${sentence}`,
      suggestions: [
        ...(isForbidden ? ['Let this user use the engine, for instance: sudo usermod -aG docker $USER'] : []),
        ...(host === undefined ? [] : [`DOCKER_HOST is ${host}: correct or unset it.`]),
        ...(host === undefined && context !== undefined
          ? [`The docker context is "${context}": look at the others with docker context ls.`]
          : []),
        ...(isForbidden ? [] : ['Start the engine (sudo systemctl start docker, or Docker Desktop).']),
        withoutBuilding,
      ],
      details: { path, sentence, host, context },
    });
  }
}

/** The client said no to something that is neither a build nor a push. */
export class EngineFailed extends EcsdeployError {
  constructor(command: string, sentence: string) {
    super({
      code: 'build.engine_failed',
      message: `${command} failed: ${sentence}`,
      details: { command, sentence },
    });
  }
}

/** There is no place for the private configuration. */
export class NoPrivateFolder extends EcsdeployError {
  constructor(parent: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super({
      code: 'build.no_private_folder',
      message: `No folder for the logins of this run can be made in ${parent}: ${reason}`,
      suggestions: ['Set TMPDIR to a folder that can be written to.'],
      details: { parent },
      cause,
    });
  }
}

export interface LackingBuilder {
  /** Each thing that was asked for and that the builder cannot: `the secret "npm"`. */
  readonly needs: readonly string[];
  /** `docker 28.2.2 (/usr/local/bin/docker)` */
  readonly client: string;
  /** BuildKit is there, and `DOCKER_BUILDKIT` switches it off. */
  readonly isSwitchedOff: boolean;
}

const installBuildx =
  'Install the buildx plugin (package docker-buildx-plugin or docker-buildx; https://docs.docker.com/go/buildx/).';

/** Secrets, SSH and foreign platforms need BuildKit. */
export class NeedsBuildkit extends EcsdeployError {
  constructor({ needs, client, isSwitchedOff }: LackingBuilder) {
    super({
      code: 'build.needs_buildkit',
      message: isSwitchedOff
        ? `BuildKit is needed for ${listOf(needs)}, and DOCKER_BUILDKIT switches it off`
        : `BuildKit is needed for ${listOf(needs)}, and ${client} has only the legacy builder`,
      suggestions: [isSwitchedOff ? 'Unset DOCKER_BUILDKIT.' : installBuildx],
      details: { needs, client },
    });
  }
}

/** Several platforms and the export of caches need the buildx plugin. */
export class NeedsBuildx extends EcsdeployError {
  constructor({ needs, client, isSwitchedOff }: LackingBuilder) {
    super({
      code: 'build.needs_buildx',
      message: isSwitchedOff
        ? `Buildx is needed for ${listOf(needs)}, and DOCKER_BUILDKIT switches BuildKit off`
        : `Buildx is needed for ${listOf(needs)}, and ${client} has no such plugin`,
      suggestions: [isSwitchedOff ? 'Unset DOCKER_BUILDKIT.' : installBuildx],
      details: { needs, client },
    });
  }
}

/** Buildx is there, but the builder it uses cannot do this. */
export class NeedsOtherBuilder extends EcsdeployError {
  constructor(sentence: string) {
    super({
      code: 'build.needs_other_builder',
      message: `The chosen builder of buildx cannot do this: ${sentence}`,
      suggestions: [
        'Use a builder with its own BuildKit: docker buildx create --use',
        'Or turn on the containerd image store of the engine.',
      ],
      details: { sentence },
    });
  }
}

/** The folder to build from is not there. */
export class NoContext extends EcsdeployError {
  constructor(context: string, isFile: boolean) {
    super({
      code: 'build.no_context',
      message: isFile
        ? `The context ${context} is not a folder`
        : `There is no folder ${context} to build from`,
      suggestions: ['Correct `image.context` in ecsdeploy.yml; it is relative to that file.'],
      details: { context },
    });
  }
}

/** The Dockerfile is not there. */
export class NoDockerfile extends EcsdeployError {
  /** @param similar what there is instead, relative to the context */
  constructor(dockerfile: string, context: string, similar: readonly string[]) {
    super({
      code: 'build.no_dockerfile',
      message: `There is no Dockerfile at ${dockerfile}`,
      suggestions: [
        ...(similar.length > 0 ? [`Did you mean ${similar.join(' or ')}?`] : []),
        'Set `image.dockerfile` in ecsdeploy.yml; it is relative to the context.',
      ],
      details: { dockerfile, context, similar },
    });
  }
}

/** A secret of the build has no value. */
export class SecretMissing extends EcsdeployError {
  constructor(id: string, why: string, advice: string) {
    super({
      code: 'build.secret_missing',
      message: `The build secret "${id}" cannot be given: ${why}`,
      suggestions: [advice],
      details: { id },
    });
  }
}

/** A build argument cannot be passed to the engine's client without changing what the client does. */
export class BuildArgumentRefused extends EcsdeployError {
  constructor(name: string, why: string) {
    super({
      code: 'build.argument_refused',
      message: `The build argument ${JSON.stringify(name)} cannot be passed: ${why}`,
      suggestions: ['Give it another name in the Dockerfile (ARG) and in `image.buildArgs`.'],
      details: { name },
    });
  }
}

/** What the output of a failed build says about its failure. */
export interface BuildFailure {
  /** The step of the Dockerfile that failed; absent if it was something else. */
  readonly step?: NamedStep | undefined;
  /** The builder's name of what failed if it was no step: `[internal] load metadata for …`, `exporting to image`. */
  readonly work?: string | undefined;
  /** Of the command in the step. */
  readonly exitCode?: number | undefined;
  /** The builder's own words, without what it puts before all of them. */
  readonly reason: string;
  /** The last lines of output, at most sixty; those of the failing step stand last. */
  readonly log: readonly string[];
  /** As the builder writes it, of what was sent to the engine: `1.2GB`. */
  readonly contextSize?: string | undefined;
}

/** The image could not be built. `details.log` says why in the builder's words. */
export class BuildFailed extends EcsdeployError {
  constructor(failure: BuildFailure, suggestions: readonly string[]) {
    const { step, work, exitCode, reason, log } = failure;
    super({
      code: 'build.failed',
      message: sentenceOf(failure),
      suggestions,
      details: {
        step: step === undefined ? work : `${step.number}/${step.of}`,
        stage: step?.stage,
        instruction: step?.instruction,
        exitCode,
        reason,
        log,
      },
    });
  }
}

function sentenceOf({ step, exitCode, reason }: BuildFailure): string {
  const why = reason === '' ? 'the builder does not say why' : reason;
  if (step === undefined) return `the build failed: ${why}`;
  const stage = step.stage === undefined ? '' : ` of ${step.stage}`;
  const name = `step ${step.number}/${step.of}${stage} "${shortened(step.instruction)}"`;
  return exitCode === undefined ? `${name} failed: ${why}` : `${name} ended with exit code ${exitCode}`;
}

function shortened(instruction: string): string {
  return instruction.length <= 100 ? instruction : `${instruction.slice(0, 99)}…`;
}

function listOf(needs: readonly string[]): string {
  return needs.length <= 1 ? (needs[0] ?? '') : `${needs.slice(0, -1).join(', ')} and ${needs.at(-1)}`;
}
