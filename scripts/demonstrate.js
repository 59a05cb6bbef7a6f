// The main job: a version serves, the next one is released, another one as a canary, and one breaks and is rolled back. With real containers where a
// container engine can run them, else simulated.
import { Interrupted, Stage, WentWrong } from './demonstration/stage.js';
import { whatIsHere } from './demonstration/what-is-here.js';

/** Returns the exit code: 0 if and only if everything went as it should, 1 if not, that of the signal if somebody left. */
export async function demonstrate({ simulated }) {
  const stage = new Stage();
  try {
    return await perform(stage, await choose(stage, simulated));
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    // It may take some seconds.
    console.error('\nEnding what runs, and removing what was made…');
    return error.exitCode;
  } finally {
    await stage.clear();
  }
}

async function choose(stage, simulated) {
  const here = simulated ? { reason: 'As asked' } : await whatIsHere(stage);
  if (here.reason === undefined) {
    const { RealStory } = await import('./demonstration/real-story.js');
    return new RealStory(stage, here);
  }
  stage.say(`${here.reason}: all of AWS and the containers are simulated.`);
  const { SimulatedStory } = await import('./demonstration/simulated-story.js');
  return new SimulatedStory(stage);
}

async function perform(stage, story) {
  const problem = await story.tell().then(() => undefined, problemOf);
  stage.say('');
  for (const line of story.conclusion()) stage.say(line);
  if (problem === undefined) stage.say('All four went as they should.');
  else stage.say(`It did not go as it should: ${problem}.`);
  return problem === undefined ? 0 : 1;
}

function problemOf(error) {
  if (error instanceof WentWrong) return error.message;
  throw error;
}
