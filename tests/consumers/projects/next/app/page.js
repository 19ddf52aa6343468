import { Batches } from './batches.js';

export default function Page() {
  return <Batches />;
}
