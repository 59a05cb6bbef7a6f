import { engineMessage } from './engine-message.ts';

/**
 * ECS's text for a pull that the engine refused, from what the docker CLI printed. Texts: "Task stopped errors" of the ECS developer
 * guide, CannotPullContainer, and the agent's own for what it does not know.
 */
export function pullFailure(image: string, platform: string | undefined, stderr: string): string {
  const message = engineMessage(stderr);
  if (/no matching manifest|does not match the specified platform/i.test(message)) {
    return wrongPlatform(platform ?? 'linux/amd64');
  }
  if (/pull access denied|requested access to the resource is denied/i.test(message)) {
    return `CannotPullContainerError: The task can't pull the image. Check whether the image exists. ${message}`;
  }
  if (/manifest unknown|manifest for .* not found|: not found$/i.test(message)) return notFound(image);
  return `CannotPullContainerError: ${message}`;
}

export function wrongPlatform(platform: string): string {
  return `CannotPullContainerError: image Manifest does not contain descriptor matching platform '${platform}'`;
}

function notFound(image: string): string {
  return `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`;
}
