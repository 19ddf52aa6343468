// What a page is told by its address.

const { searchParams } = new URL(globalThis.location.href);

export const options = { baseURL: searchParams.get('baseURL'), apiKey: searchParams.get('apiKey') };
