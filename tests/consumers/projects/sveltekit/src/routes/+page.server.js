import LlamaCloud from 'llama-cloud-batches';
import { listIds } from '../../shared/list.js';

export const load = async () => ({ ids: await listIds(LlamaCloud) });
