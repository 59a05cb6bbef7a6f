import { describe, expect, it } from '@jest/globals';
import type { ReleaseEvent } from '../../../src/model/release-event.ts';
import { lineView } from '../../../src/output/line-view.ts';
import { quietView } from '../../../src/output/quiet-view.ts';
import { aBadRelease, aGoodRelease, aLook, at } from './a-release.ts';
import { takenBack } from './a-run.ts';
import { aCanary, aLinear, aRollbackInBake } from './a-shift.ts';
import { colored, plain } from './plain-palette.ts';

function linesOf(events: readonly ReleaseEvent[], options = {}): string[] {
  const written: string[] = [];
  const view = lineView((text) => written.push(text), plain, options);
  for (const event of events) view.report(event);
  return written;
}

describe('the view in lines', () => {
  it('says a good release in a line per change', () => {
    expect(linesOf(aGoodRelease())).toEqual([
      '09:00:00Z demo/web deploying\n',
      '09:00:01Z demo/web plan: web:6 → a new revision of web, timeout 30 m\n',
      '09:00:01Z demo/web warning: neither a load balancer nor a container health check watches this service: a task that runs counts as healthy\n',
      '09:00:02Z demo/web task definition web:7 registered\n',
      '09:00:03Z demo/web deployment ecs-svc/2222222222222222222 of web:7 started\n',
      '09:00:05Z demo/web starting tasks; new web:7 1 of 2 running, 1 starting; old web:6 2 running\n',
      '09:00:09Z demo/web ECS: (service web) has started 1 tasks: (task a).\n',
      '09:00:20Z demo/web draining old tasks; new web:7 2 of 2 running; old web:6 1 running\n',
      '09:00:40Z demo/web ended: successful; new web:7 2 of 2 running\n',
      '09:00:41Z demo/web verified: 2 running tasks checked, sha256:0123456789ab\n',
      '09:00:41Z demo/web runs web:7: 2 running tasks checked, sha256:0123456789ab. Released; web:7 serves.\n',
    ]);
  });

  it('says why a bad release went back, and what serves', () => {
    expect(linesOf(aBadRelease()).slice(6)).toEqual([
      '09:00:10Z demo/web task aaaa of web:7 stopped: container web exited with 137, SIGKILL (OutOfMemoryError: killed); Essential container in task exited\n',
      '09:00:30Z demo/web AWS is rolling back: deployment circuit breaker: tasks failed to start\n',
      '09:00:33Z demo/web rolling back; new web:7 1 of 2 running, 1 starting; old web:6 2 running; 3 failed tasks (circuit breaker at 3)\n',
      '09:01:00Z demo/web ended: rolled back; new web:7 1 of 2 running, 1 starting; old web:6 2 running; 3 failed tasks (circuit breaker at 3)\n',
      '09:01:01Z demo/web web:7 failed: deployment circuit breaker: tasks failed to start. AWS rolled back; web:6 serves.\n',
    ]);
  });

  it('says what happens to the traffic of a canary, who holds it, and until when', () => {
    expect(linesOf(aCanary()).slice(4)).toEqual([
      '09:00:05Z demo/web SCALE_UP: starting tasks; traffic old 100 %, new 0 %; new web:7 1 of 4 running; old web:6 4 running\n',
      '09:00:20Z demo/web SCALE_UP: waiting for health checks; traffic old 100 %, new 0 %; new web:7 4 of 4 running; old web:6 4 running\n',
      '09:00:40Z demo/web waiting for approval before traffic (POST_SCALE_UP); without an answer by 2026-01-16 09:00:00Z (in 23 h 59 m) AWS rolls back; to answer: ecsdeploy approve --cluster demo --service web, or reject\n',
      '09:00:40Z demo/web POST_SCALE_UP: waiting for approval; traffic old 100 %, new 0 %; new web:7 4 of 4 running; old web:6 4 running; pause waits until 2026-01-16 09:00:00Z (in 23 h 59 m), then AWS rolls back\n',
      '09:01:40Z demo/web approved before traffic (POST_SCALE_UP): the deployment goes on\n',
      '09:01:40Z demo/web TEST_TRAFFIC_SHIFT: shifting test traffic; test traffic old 0 %, new 100 %; new web:7 4 of 4 running; old web:6 4 running\n',
      '09:01:50Z demo/web POST_TEST_TRAFFIC_SHIFT: waiting for hooks; test traffic old 0 %, new 100 %; new web:7 4 of 4 running; old web:6 4 running; hook check-orders in progress\n',
      '09:02:40Z demo/web PRODUCTION_TRAFFIC_SHIFT: step bake until 09:07:40Z (in 5 m); traffic old 90 %, new 10 %; new web:7 4 of 4 running; old web:6 4 running\n',
      '09:07:43Z demo/web PRODUCTION_TRAFFIC_SHIFT: all traffic is shifted; traffic old 0 %, new 100 %; new web:7 4 of 4 running; old web:6 4 running\n',
      '09:07:50Z demo/web BAKE_TIME: bake time until 09:22:50Z (in 15 m); traffic old 0 %, new 100 %; new web:7 4 of 4 running; old web:6 4 running\n',
      '09:22:55Z demo/web CLEAN_UP: cleaning up, the old tasks stop; traffic old 0 %, new 100 %; new web:7 4 of 4 running; old web:6 2 running\n',
      '09:23:20Z demo/web ended: successful; traffic old 0 %, new 100 %; new web:7 4 of 4 running\n',
      '09:23:21Z demo/web verified: 4 running tasks checked\n',
      '09:23:21Z demo/web runs web:7: 4 running tasks checked. Released; web:7 serves.\n',
    ]);
  });

  it('says each step of a linear release once', () => {
    const steps = linesOf(aLinear()).filter((line) => line.includes('step bake'));

    expect(steps.map((line) => line.split(/, new|; new/)[0])).toEqual(
      Array.from({ length: 9 }, (_, step) =>
        expect.stringMatching(new RegExp(`step bake until .* \\(in 6 m\\); traffic old ${90 - step * 10} %`)),
      ),
    );
  });

  it('says how the traffic goes back', () => {
    expect(linesOf(aRollbackInBake()).slice(7)).toEqual([
      '09:00:50Z demo/web BAKE_TIME: bake time until 09:15:50Z (in 15 m), watching web-5xx; traffic old 0 %, new 100 %; new web:7 4 of 4 running; old web:6 4 running\n',
      '09:03:20Z demo/web PRODUCTION_TRAFFIC_SHIFT: rolling back; traffic old 0 %, new 100 %; new web:7 4 of 4 running; old web:6 4 running\n',
      '09:03:20Z demo/web AWS is rolling back: Service deployment rolled back because the alarm(s) web-5xx were triggered\n',
      '09:03:23Z demo/web PRODUCTION_TRAFFIC_SHIFT: rolling back; traffic old 100 %, new 0 %; new web:7 4 of 4 running; old web:6 4 running\n',
      '09:03:40Z demo/web CLEAN_UP: rolling back; traffic old 100 %, new 0 %; new web:7 1 of 4 running; old web:6 4 running\n',
      '09:04:00Z demo/web ended: rolled back; traffic old 100 %, new 0 %; new web:7 0 of 4 running; old web:6 4 running\n',
      '09:04:01Z demo/web web:7 failed: Service deployment rolled back because the alarm(s) web-5xx were triggered. AWS rolled back; web:6 serves.\n',
    ]);
  });

  it('repeats an unchanged state once a minute', () => {
    const looks = Array.from({ length: 50 }, (_, index) =>
      at(index * 3, { type: 'deployment.observed', snapshot: aLook(), changed: index === 0 }),
    );

    const times = linesOf(looks).map((line) => line.slice(0, 9));

    expect(times).toEqual(['09:00:00Z', '09:01:00Z', '09:02:00Z']);
  });

  it('tells every look when it is verbose', () => {
    expect(linesOf(aGoodRelease(), { verbose: true })).toHaveLength(12);
  });

  it('holds no escape sequence and no carriage return without colour', () => {
    const text = linesOf([...aGoodRelease(), ...aBadRelease()]).join('');

    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('makes harmless what AWS and the containers say', () => {
    const message = 'red \u001B[31malert\u001B[0m\u001B]0;title\u0007\r\nnew line\u202Ereversed';
    const event = at(0, { type: 'service.event', event: { id: 'e', at: 0, message } });

    expect(linesOf([event])).toEqual(['09:00:00Z demo/web ECS: red alert new line reversed\n']);
  });

  it('sets the words of several services in one column', () => {
    const services = ['demo/web', 'demo/worker', `demo/${'long'.repeat(20)}`];
    const started = { type: 'release.started', action: 'deploy' } as const;
    const build = { type: 'push.started', reference: 'shop:1' } as const;

    const lines = linesOf([at(0, started), at(0, started, 'demo/worker'), at(0, build, 'shop')], {
      services: services.slice(0, 2),
    });

    expect(lines).toEqual([
      '09:00:00Z demo/web    deploying\n',
      '09:00:00Z demo/worker deploying\n',
      '09:00:00Z shop        pushing shop:1\n',
    ]);
    expect(linesOf([at(0, started)], { services })).toEqual([
      `09:00:00Z ${'demo/web'.padEnd(40)} deploying\n`,
    ]);
  });

  it('names the revision that was taken back, not the one that came back', () => {
    const events = [...aGoodRelease(), ...takenBack('demo/web', 60, 'demo/worker')];

    expect(linesOf(events).slice(-2)).toEqual([
      '09:01:02Z demo/web starting tasks; new web:6 1 of 2 running, 1 starting; old web:7 2 running\n',
      '09:01:30Z demo/web web:7 was taken back: demo/worker, of the same run, failed. ecsdeploy rolled back; web:6 serves.\n',
    ]);
  });

  it('leaves only warnings and interrupts when it is quiet', () => {
    const written: string[] = [];
    const view = quietView((text) => written.push(text), plain);

    for (const event of aGoodRelease()) view.report(event);
    view.report(at(50, { type: 'interrupt.received', signal: 'SIGINT', then: 'detach' }));

    expect(written).toEqual([
      'demo/web: warning: neither a load balancer nor a container health check watches this service: a task that runs counts as healthy\n',
      'demo/web: SIGINT: leaving; the deployment goes on at AWS\n',
    ]);
  });

  it('colours only where it is asked to', () => {
    const written: string[] = [];
    const view = lineView((text) => written.push(text), colored);

    view.report(aGoodRelease().at(-1)!);

    expect(written[0]).toContain('\u001B[32m');
  });
});
