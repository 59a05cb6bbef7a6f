/** A version as people tag it: `v1.2.3`, and `v1.2.3-rc.1` before it. https://semver.org */
const form = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;

/**
 * What a release tag means for the tags that move: `v1` follows the newest 1.x.y, and no version before a release, nor a late correction of an
 * older one, takes it.
 * @param tag the tag of this release
 * @param tags all tags of the repository, with or without this one
 * @returns whether it is a version before a release, and the tag that moves to it, if one does; undefined where `tag` is no version
 */
export function readReleaseTag(tag, tags) {
  const version = versionOf(tag);
  if (version === undefined) return undefined;
  if (version.isPrerelease) return { isPrerelease: true, moving: undefined };
  const newer = tags.some((other) => isNewer(versionOf(other), version));
  return { isPrerelease: false, moving: newer ? undefined : `v${version.numbers[0]}` };
}

function versionOf(tag) {
  const [, major, minor, patch, before] = form.exec(tag) ?? [];
  if (major === undefined) return undefined;
  return { numbers: [major, minor, patch].map(Number), isPrerelease: before !== undefined };
}

// Of the same major version, and released.
function isNewer(other, { numbers: [major, minor, patch] }) {
  if (other === undefined || other.isPrerelease || other.numbers[0] !== major) return false;
  return other.numbers[1] > minor || (other.numbers[1] === minor && other.numbers[2] > patch);
}
