import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Batches, NewBatch } from './batches.ts';
import { refuse, unprocessable, type Problem } from './errors.ts';
import { readListQuery, writeCursor } from './query.ts';

const PATH = '/api/v2/batches';

/** The API itself: routes, keys, checks. */
export function createApp(batches: Batches, isKey: (key: string) => boolean): Hono {
  const app = new Hono();
  app.use(
    cors({
      origin: (origin) => origin,
      credentials: true,
      exposeHeaders: ['retry-after', 'retry-after-ms', 'x-should-retry'],
    }),
  );
  app.use(`${PATH}/*`, async (context, next) => {
    const key = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1];
    if (!key || !isKey(key)) return refuse(401, 'Invalid API key');
    return next();
  });
  app.get(PATH, ({ req }) => {
    const query = readListQuery(new URL(req.url).searchParams);
    if (Array.isArray(query)) return unprocessable(query);
    const { items, next, total } = batches.list(query.filter, query.start, query.size);
    return Response.json({ items, next_page_token: next === undefined ? null : writeCursor(next), total_size: total });
  });
  app.post(PATH, async ({ req }) => {
    const body: unknown = await req.json().catch(() => undefined);
    const problems = checkNewBatch(body);
    if (problems.length) return unprocessable(problems);
    const { config, source_directory_id } = body as NewBatch;
    return Response.json(batches.create({ config, source_directory_id, project_id: req.query('project_id') }));
  });
  app.get(`${PATH}/:id`, ({ req }) => {
    const expand = req.queries('expand') ?? [];
    const batch = batches.get(req.param('id'), expand.includes('results'));
    return batch ? Response.json(batch) : refuse(404, 'Batch not found');
  });
  app.post(`${PATH}/:id/cancel`, ({ req }) => {
    const batch = batches.cancel(req.param('id'));
    if (batch === 'unknown') return refuse(404, 'Batch not found');
    // Which status the API answers here is not documented.
    if (batch === 'ended') return refuse(409, 'A batch in a terminal status cannot be cancelled');
    return Response.json(batch);
  });
  app.notFound(() => refuse(404, 'Not Found'));
  app.onError((error) => refuse(500, `The sandbox broke: ${error.message}`));
  return app;
}

const TEXT = (value: unknown) => typeof value === 'string' && value !== '';

function checkNewBatch(body: unknown): Problem[] {
  const problems: Problem[] = [];
  const field = (from: unknown, loc: string[], fits: (value: unknown) => boolean, what: string) => {
    const value = (from as Record<string, unknown> | undefined)?.[loc.at(-1) as string];
    if (value === undefined) problems.push({ loc: ['body', ...loc], msg: 'Field required', type: 'missing' });
    else if (!fits(value)) problems.push({ loc: ['body', ...loc], msg: `Input should be ${what}`, type: 'type_error' });
    else return value;
    return undefined;
  };
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(body)) return [{ loc: ['body'], msg: 'Input should be an object', type: 'type_error' }];
  field(body, ['source_directory_id'], TEXT, 'a valid string');
  const config = field(body, ['config'], isObject, 'an object');
  const job = config && field(config, ['config', 'job'], isObject, 'an object');
  if (job) {
    field(job, ['config', 'job', 'configuration_id'], TEXT, 'a valid string');
    field(
      job,
      ['config', 'job', 'type'],
      (type) => type === 'parse_v2' || type === 'extract_v2',
      "'parse_v2' or 'extract_v2'",
    );
  }
  return problems;
}
