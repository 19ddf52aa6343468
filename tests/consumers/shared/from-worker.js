/** What a worker lists with `options`. */
export function idsFrom(worker, options) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(`the worker failed: ${message}`));
    worker.postMessage(options);
  });
}

/** What a service worker lists with `options`, once it is active. */
export async function idsFromServiceWorker(registering, options) {
  const registration = await registering;
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  while (worker.state !== 'activated')
    await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }));
  const answer = new Promise((resolve) => navigator.serviceWorker.addEventListener('message', resolve, { once: true }));
  navigator.serviceWorker.startMessages();
  worker.postMessage(options);
  return (await answer).data;
}
