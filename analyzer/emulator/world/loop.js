/** One queue of tasks on a virtual clock; the host takes one step at a time and drains promises between. */
import { enterPhase, invoke, record } from './record.js';
import { isFunction, page, textOf } from './realm.js';

const limits = { tasks: 500, tasksAtOnce: 30, pending: 600, repeats: 3 };
let now = 0;
let looks = 0;
let order = 0;
let nextId = 1;
let started = 0;
let startedHere = 0;
let queue = [];

/** Milliseconds since the page was opened. Every look at the clock takes a little time, and more the longer a script stares at it. */
export function elapsed() {
  looks += 1;
  now += looks < 200 ? 0.05 : looks - 199;
  return now;
}
export const pending = () => queue.length;

/** Runs `job` as a task of its own after a delay. */
export function later(delayMs, phase, job, more = {}) {
  if (queue.length >= limits.pending) return 0;
  const id = nextId++;
  queue.push({ id, order: order++, at: now + Math.max(0, Number(delayMs) || 0), phase, job, ...more });
  return id;
}

export const cancel = (id) => void (queue = queue.filter((task) => task.id !== id));

/** Runs the next task that is due within the horizon; false when there is none. */
export function runNext(untilMs) {
  let best = -1;
  for (let i = 0; i < queue.length; i++) {
    const task = queue[i];
    if (task.left < 0) continue;
    const first = queue[best];
    if (!first || task.at < first.at || (task.at === first.at && task.order < first.order)) best = i;
  }
  const task = queue[best];
  if (!task || task.at > untilMs || started >= limits.tasks || startedHere >= limits.tasksAtOnce) {
    return false;
  }
  started += 1;
  startedHere += 1;
  queue.splice(best, 1);
  now = Math.max(now, task.at);
  if (task.everyMs !== undefined) {
    queue.push({ ...task, at: now + Math.max(4, task.everyMs), left: task.left - 1, order: order++ });
  }
  looks = 0;
  enterPhase(task.phase);
  task.job();
  return true;
}

/** Time goes on, whatever is still waiting: a script that polls without end must not hold up the visit. It polls again later. */
export function skipTo(ms) {
  now = Math.max(now, ms);
  startedHere = 0;
  for (const task of queue)
    if (task.left < 0) Object.assign(task, { left: limits.repeats, at: Math.max(task.at, now) });
}

/** setTimeout and its kin: what is a string is code. */
export function timer(handler, delay, args, repeats, runCode) {
  const ms = Math.max(0, Math.min(Number(delay) || 0, 2 ** 31));
  record('timer', { ms, repeats, code: isFunction(handler) ? undefined : textOf(handler).slice(0, 4096) });
  const job = isFunction(handler)
    ? () => invoke(handler, page, args, 'timer')
    : () => runCode('timer', textOf(handler));
  return later(ms, 'timer', job, repeats ? { everyMs: ms, left: limits.repeats } : {});
}
