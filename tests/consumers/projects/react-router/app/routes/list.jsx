import LlamaCloud from 'llama-cloud-batches';
import { useEffect } from 'react';
import { listIds } from '../../shared/list.js';
import { report } from '../../shared/report.js';

export const loader = () => listIds(LlamaCloud);

export default function List({ loaderData }) {
  useEffect(() => {
    // Here and not above: the server renders this component too, and has no location.
    import('../../shared/address.js').then(({ options }) => report(listIds(LlamaCloud, options)));
  }, []);
  return (
    <ul>
      {loaderData.map((id) => (
        <li key={id}>{id}</li>
      ))}
    </ul>
  );
}
