'use client';

import LlamaCloud from 'llama-cloud-batches';
import { useEffect, useState } from 'react';
import { listIds } from '../shared/list.js';
import { report } from '../shared/report.js';

export function Batches() {
  const [ids, setIds] = useState([]);
  useEffect(() => {
    // Here and not above: the server renders this component too, and has no location.
    import('../shared/address.js').then(({ options }) => listIds(LlamaCloud, options)).then(setIds);
  }, []);
  useEffect(() => {
    if (ids.length) report(ids);
  }, [ids]);
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>{id}</li>
      ))}
    </ul>
  );
}
