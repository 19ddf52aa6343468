import { useEffect, useState } from 'react';
import type LlamaCloud from 'llama-cloud-batches';
import type { Batch, BatchListParams } from 'llama-cloud-batches';

interface Listing {
  /** The batches that have come so far. */
  batches: Batch[];
  isLoading: boolean;
  error?: unknown;
}

const NOTHING_YET: Listing = { batches: [], isLoading: true };

/**
 * Lists every batch that matches, page after page. Other params start a new list; that, and the end
 * of the component, cancel the old one and close its connection.
 */
export function useBatches(client: LlamaCloud, params: BatchListParams = {}): Listing {
  const [listing, setListing] = useState(NOTHING_YET);
  const filters = JSON.stringify(params); // equal params in a new object are no change

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setListing(NOTHING_YET);

    async function list() {
      for await (const page of client.batches.list(JSON.parse(filters), { signal }).iterPages()) {
        setListing(({ batches }) => ({ batches: [...batches, ...page.items], isLoading: page.hasNextPage() }));
      }
    }
    list().catch((error) => {
      if (!signal.aborted) setListing(({ batches }) => ({ batches, isLoading: false, error }));
    });

    return () => controller.abort();
  }, [client, filters]);

  return listing;
}
