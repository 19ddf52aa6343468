import { useState } from 'react';
import LlamaCloud, { type BatchStatus } from 'llama-cloud-batches';
import { useBatches } from './useBatches';

const STATUSES: BatchStatus[] = ['PENDING', 'THROTTLED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'];
const client = new LlamaCloud({ baseURL: '/llama-cloud' }); // a proxy that adds the key: see vite.config.js

export function App() {
  const [isOpen, setIsOpen] = useState(true);
  const [status, setStatus] = useState<BatchStatus>();
  return (
    <main>
      <button onClick={() => setIsOpen(!isOpen)}>{isOpen ? 'Close' : 'Open'}</button>
      <select aria-label="Status" onChange={({ target }) => setStatus(STATUSES.find((each) => each === target.value))}>
        <option>any status</option>
        {STATUSES.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      {isOpen && <BatchTable status={status} />}
    </main>
  );
}

function BatchTable({ status }: { status: BatchStatus | undefined }) {
  const { batches, isLoading, error } = useBatches(client, { status, page_size: 100 });
  return (
    <>
      <p role="status">{error ? String(error) : `${batches.length} batches${isLoading ? ' …' : ''}`}</p>
      <table>
        <tbody>
          {batches.map((batch) => (
            <tr key={batch.id}>
              <td>{batch.id}</td>
              <td>{batch.status}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
