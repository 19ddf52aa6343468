// The filters of a list, as the API's description has them, and how each one is set where it has a name of its own.

import { description } from './openapi.mjs';

/** The names of the filters. */
export const NAMES = description.paths['/api/v2/batches'].get.parameters.map(({ name }) => name);

/** A value for each filter, as a program, the command line (its option first) and the page give it. */
export const FILTERS = {
  created_at_on_or_after: {
    value: '2026-01-01T00:00:00.000Z',
    option: '--created-after',
    page: { created: { from: Date.UTC(2026, 0, 1) } },
  },
  created_at_on_or_before: {
    value: '2026-02-01T00:00:00.000Z',
    option: '--created-before',
    page: { created: { to: Date.UTC(2026, 1, 1) } },
  },
  organization_id: { value: 'org-1', option: '--organization', page: { organization_id: 'org-1' } },
  page_size: { value: 7, option: '--page-size', pageSize: '7' },
  // The page reads lists by itself.
  page_token: { value: 'cursor', option: '--page-token', page: undefined },
  project_id: { value: 'prj-1', option: '--project', page: { project_id: ['prj-1'] } },
  source_directory_id: { value: 'dir-1', option: '--directory', page: { source_directory_id: ['dir-1'] } },
  status: { value: 'RUNNING', option: '--status', page: { status: ['RUNNING'] } },
};
