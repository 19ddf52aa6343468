import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { refuse } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import type { Requests, SeenRequest } from './requests.ts';

/** Where the control of a sandbox is, for tests in other processes and in browsers. */
export const CONTROL = '/_sandbox';

/** The control of a sandbox over HTTP. `GET requests?count=2&state=gone` answers as soon as there are so many. */
export function createControl(faults: Faults, requests: Requests): Hono {
  const app = new Hono().basePath(CONTROL);
  app.use(cors());
  app.post('/faults', async ({ req }) => {
    const wanted = (await req.json()) as Fault | Fault[];
    faults.add(...[wanted].flat());
    return Response.json({ waiting: faults.size });
  });
  app.delete('/faults', () => {
    faults.clear();
    return Response.json({ waiting: 0 });
  });
  app.get('/requests', async ({ req }) => {
    const { count, state } = req.query();
    return Response.json(
      count ? await requests.until(Number(count), state as SeenRequest['state'] | undefined) : requests.all,
    );
  });
  app.delete('/requests', () => {
    requests.clear();
    return Response.json([]);
  });
  app.notFound(() => refuse(404, 'Not Found'));
  app.onError((error) => refuse(400, error.message));
  return app;
}
