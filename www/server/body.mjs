/**
 * Passes a response on. Where its body breaks off, so does the connection: a page must not take for whole
 * what is not, and the server would print a stack.
 * @param {Response} response
 * @param {import('node:http').ServerResponse} outgoing
 * @param {string} host
 */
export function passOn(response, outgoing, host) {
  const reader = response.body?.getReader();
  if (!reader) return response;
  const body = new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch(() => {
        console.error(`demo: ${host} broke off in the middle of a response`);
        outgoing.destroy();
        return { done: true, value: undefined };
      });
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, response);
}
