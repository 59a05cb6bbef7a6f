import type { BuildFailure } from '../build-errors.ts';

/** What the failure was about, for advice. */
interface Evidence extends BuildFailure {
  /** The reason and the last lines of output. */
  readonly text: string;
  /** The image that could not be read or pulled. */
  readonly image?: string | undefined;
}

type Rule = (evidence: Evidence, context: string) => string | undefined;

const rules: readonly Rule[] = [
  baseImage,
  ({ text }) =>
    /no space left on device/i.test(text)
      ? 'The disk is full, here or where the engine is: docker system df shows by what, docker builder prune frees the build cache.'
      : undefined,
  ({ text }) =>
    /exec format error/i.test(text)
      ? 'A program is for another CPU than the engine: set `image.platforms` (linux/amd64, linux/arm64), or let the engine emulate it (docker run --privileged --rm tonistiigi/binfmt --install all).'
      : undefined,
  ({ reason }, context) =>
    /"[^"]*":? not found|file not found in build context|no such file or directory/i.test(reason)
      ? `Sources of COPY and ADD are relative to the context ${context}; check that .dockerignore does not exclude them.`
      : undefined,
  ({ reason }) =>
    /dockerfile parse error|unknown instruction|Dockerfile.*cannot be empty/i.test(reason)
      ? 'Correct the Dockerfile; nothing was built.'
      : undefined,
  ({ exitCode }) =>
    exitCode === 137
      ? 'Exit code 137: the command was killed, most often because the engine ran out of memory.'
      : undefined,
  ({ reason }) =>
    /SSH_AUTH_SOCK|ssh agent/i.test(reason)
      ? 'Start an agent and give it the key: eval "$(ssh-agent)" && ssh-add. Or name the key: `ssh: [default=/path/to/key]`.'
      : undefined,
  ({ reason }) =>
    /^unexpected EOF$|Cannot connect to the Docker daemon|error during connect|connection reset by peer|transport is closing|error reading from server: EOF/i.test(
      reason,
    )
      ? 'The container engine went away during the build: look at its log (journalctl -u docker), then run the same command again.'
      : undefined,
  ({ contextSize }) =>
    contextSize !== undefined && isLarge(contextSize)
      ? `The context is large (${contextSize}): name in .dockerignore what the build does not need.`
      : undefined,
];

/** What to do about a failed build, as far as its output tells. */
export function buildAdvice(failure: BuildFailure, context: string): string[] {
  const evidence: Evidence = {
    ...failure,
    text: [failure.reason, ...failure.log].join('\n'),
    image: pulledImage(failure),
  };
  return rules.map((rule) => rule(evidence, context)).filter((advice) => advice !== undefined);
}

function pulledImage({ step, work }: BuildFailure): string | undefined {
  const fromWork = /^(?:\[internal\] load metadata for|resolve image config for) (?:docker-image:\/\/)?(\S+)/;
  return fromWork.exec(work ?? '')?.[1] ?? /^FROM (?:--\S+ )*(\S+)/i.exec(step?.instruction ?? '')?.[1];
}

function baseImage({ image, reason }: Evidence): string | undefined {
  if (image === undefined) return undefined;
  if (/toomanyrequests|rate limit/i.test(reason)) {
    return `The registry of ${image} limits pulls: log in to it (docker login), or use a mirror such as public.ecr.aws.`;
  }
  if (/no such host|i\/o timeout|connection refused|network is unreachable|TLS handshake/i.test(reason)) {
    return `The engine cannot reach the registry of ${image}: check the name in FROM, and the engine's network and proxy.`;
  }
  if (/denied|unauthorized|authorization|no basic auth|401|403/i.test(reason)) {
    return `Log in to the registry of ${image} (docker login), which ecsdeploy then uses too, or correct the name in FROM.`;
  }
  return `The base image ${image} cannot be pulled: check its name, tag and platform in FROM.`;
}

function isLarge(size: string): boolean {
  return /[GT]B$/.test(size) || (size.endsWith('MB') && Number.parseFloat(size) >= 500);
}
