/**
 * What CHANGELOG.md says of a version, for the page of its release; undefined where it says nothing.
 * @param changelog in the form of Keep a Changelog: `## [1.2.3] - 2026-01-31`
 * @param version `1.2.3`, or one before it such as `1.2.3-rc.1`, which may still be among the unreleased
 */
export function releaseNotes(changelog, version) {
  const sections = changelog.split(/^(?=## )/m);
  const of = (name) => sections.find((section) => section.startsWith(`## [${name}]`));
  const section = of(version) ?? (version.includes('-') ? of('Unreleased') : undefined);
  const notes = section?.replace(/^.*\n/, '').trim();
  return notes === '' ? undefined : notes;
}
