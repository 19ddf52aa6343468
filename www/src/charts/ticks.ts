// Which bars of an axis of time have a label: as many as there is room for, at round times of the day.

const MINUTE = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;

/** Whether each bar has a label, by their starts in milliseconds since 1970, where `most` labels have room. */
export function labelled(starts: readonly number[], most: number): readonly boolean[] {
  const width = ((starts[1] ?? 0) - (starts[0] ?? 0)) / MINUTE;
  const least = Math.ceil(starts.length / Math.max(1, most));
  if (width >= DAY) return starts.map((_, at) => at % least === 0);
  let every = least;
  while (every < starts.length && !isRound(every * width)) every++;
  const step = every * width;
  let days = 0;
  return starts.map((start) => {
    const time = new Date(start);
    const minutes = time.getHours() * 60 + time.getMinutes();
    return step < DAY ? minutes % step === 0 : minutes === 0 && days++ % (step / DAY) === 0;
  });
}

/** Whether an hour, or a day, is some of these steps, or the step is some of these. */
function isRound(minutes: number): boolean {
  if (minutes < HOUR) return HOUR % minutes === 0;
  return minutes < DAY ? minutes % HOUR === 0 && DAY % minutes === 0 : minutes % DAY === 0;
}
