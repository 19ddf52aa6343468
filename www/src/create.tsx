import { UnprocessableEntityError, type BatchCreateParams } from 'llama-cloud-batches';
import { useState } from 'preact/hooks';
import { filter, setOpenBatch } from './address.ts';
import { creating } from './again.ts';
import { Dialog } from './dialog.tsx';
import { Field, focusWrong } from './fields.tsx';
import { directories } from './facets.tsx';
import { take } from './live.ts';
import { explain, type Problem } from './problem.ts';
import { source } from './source.ts';

const PRESETS = new Map([
  ['parse_v2', ['cfg-PARSE_AGENTIC', 'cfg-PARSE_COST_EFFECTIVE', 'cfg-PARSE_FAST']],
  ['extract_v2', []],
]);
const EVENTS = ['batch.pending', 'batch.running', 'batch.success', 'batch.error', 'batch.cancelled'];

type Name = 'source_directory_id' | 'configuration_id' | 'type' | 'project_id' | 'webhook_url';
type Errors = Partial<Record<Name, string>>;

/** A form for a new batch; what the server does not take is said at the field. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const like = creating.value?.like;
  const [type, setType] = useState<string>(like?.config.job.type ?? 'parse_v2');
  const [errors, setErrors] = useState<Errors>({});
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const params = read(new FormData(form));
    const wrong = check(params);
    setErrors(wrong);
    setProblem(undefined);
    if (Object.keys(wrong).length) return focusWrong(form);
    setBusy(true);
    try {
      const batch = await source.value?.client.batches.create(params);
      if (!batch) return;
      take(batch);
      onClose();
      setOpenBatch(batch.id);
    } catch (error) {
      const said = error instanceof UnprocessableEntityError ? byField(error.error) : {};
      setErrors(said);
      if (Object.keys(said).length) focusWrong(form);
      else setProblem(explain(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={like ? 'Run again' : 'New batch'} onClose={onClose}>
      <form onSubmit={onSubmit} noValidate>
        <p class="lead">A batch runs one job for each file of a directory, 1,000 files at most. It starts at once.</p>
        <Field
          label="Directory"
          hint="The id of a directory in LlamaCloud, whose files are processed."
          error={errors.source_directory_id}
        >
          {(props) => (
            <input
              {...props}
              name="source_directory_id"
              list="create-directories"
              placeholder="dir-…"
              required
              defaultValue={like?.source_directory_id ?? only(filter.value.source_directory_id)}
              autocomplete="off"
              spellcheck={false}
            />
          )}
        </Field>
        <datalist id="create-directories">
          {directories.value.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <div class="pair">
          <Field label="Job" error={errors.type}>
            {(props) => (
              <select
                {...props}
                name="type"
                value={type}
                onChange={({ currentTarget }) => setType(currentTarget.value)}
              >
                <option value="parse_v2">Parse</option>
                <option value="extract_v2">Extract</option>
                {!PRESETS.has(type) && <option value={type}>{type}</option>}
              </select>
            )}
          </Field>
          <Field label="Configuration" hint="The id of a saved one, or a preset." error={errors.configuration_id}>
            {(props) => (
              <input
                {...props}
                key={type}
                name="configuration_id"
                list="create-presets"
                placeholder="cfg-…"
                required
                defaultValue={
                  like?.config.job.type === type ? like.config.job.configuration_id : (PRESETS.get(type)?.[0] ?? '')
                }
                autocomplete="off"
                spellcheck={false}
              />
            )}
          </Field>
        </div>
        <datalist id="create-presets">
          {PRESETS.get(type)?.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <Field label="Project (optional)" hint="Otherwise the project of the key." error={errors.project_id}>
          {(props) => (
            <input
              {...props}
              name="project_id"
              placeholder="prj-…"
              defaultValue={like?.project_id ?? only(filter.value.project_id)}
              autocomplete="off"
              spellcheck={false}
            />
          )}
        </Field>
        <details open={errors.webhook_url !== undefined}>
          <summary>Webhook (optional)</summary>
          <Field label="Address" hint="Receives a POST for each of these events." error={errors.webhook_url}>
            {(props) => (
              <input
                {...props}
                name="webhook_url"
                type="url"
                placeholder="https://…"
                autocomplete="off"
                spellcheck={false}
              />
            )}
          </Field>
          <fieldset class="events">
            <legend>Events</legend>
            {EVENTS.map((each) => (
              <label key={each}>
                <input type="checkbox" name="webhook_events" value={each} defaultChecked />
                {each.replace('batch.', '')}
              </label>
            ))}
          </fieldset>
        </details>
        {problem && (
          <p class="wrong" role="alert">
            <strong>{problem.title}.</strong> {problem.hint}
          </p>
        )}
        <footer>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={isBusy} aria-busy={isBusy}>
            {isBusy ? 'Creating…' : 'Create batch'}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** The one value of a filter, if it has one. */
function only(values: readonly string[]): string {
  return values.length === 1 ? (values[0] as string) : '';
}

function read(data: FormData): BatchCreateParams {
  const text = (name: string) => String(data.get(name) ?? '').trim();
  const webhook_url = text('webhook_url');
  const webhook_events = data.getAll('webhook_events').map(String);
  return {
    config: {
      job: {
        configuration_id: text('configuration_id'),
        type: text('type') as BatchCreateParams['config']['job']['type'],
      },
    },
    source_directory_id: text('source_directory_id'),
    ...(text('project_id') && { project_id: text('project_id') }),
    ...(webhook_url && { webhook_configurations: [{ webhook_url, webhook_events }] }),
  };
}

function check({ config, source_directory_id, project_id, webhook_configurations }: BatchCreateParams): Errors {
  const errors: Errors = {};
  if (!/^dir-\S+$/.test(source_directory_id))
    errors.source_directory_id = 'Enter a directory’s id: it begins with dir-';
  if (!/^cfg-\S+$/.test(config.job.configuration_id))
    errors.configuration_id = 'Enter a configuration’s id: it begins with cfg-';
  if (project_id && !/^prj-\S+$/.test(project_id)) errors.project_id = 'A project’s id begins with prj-';
  const [webhook] = webhook_configurations ?? [];
  if (webhook && !/^https:\/\/[^/]/.test(webhook.webhook_url ?? ''))
    errors.webhook_url = 'An address that begins with https://';
  return errors;
}

/** FastAPI's `{"detail": [{"loc": ["body", "source_directory_id"], "msg": "…"}]}`, by field. */
function byField(body: unknown): Errors {
  const detail = (body as { detail?: unknown } | undefined)?.detail;
  if (!Array.isArray(detail)) return {};
  const names: readonly string[] = ['source_directory_id', 'configuration_id', 'type', 'project_id', 'webhook_url'];
  const known = detail.map((each) => [each?.loc?.at?.(-1), String(each?.msg)]).filter(([name]) => names.includes(name));
  return Object.fromEntries(known);
}
