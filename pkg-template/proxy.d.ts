/** The options of a proxy. */
export interface ProxyOptions {
  /** The API key that is added to each request. Without one, the proxy answers 500 and says so. */
  apiKey: string | undefined;
  /** Where the API is. The default is `https://api.cloud.llamaindex.ai`. */
  baseURL?: string | undefined;
  /** The path that the proxy is mounted at, such as `/llama-cloud`, where the requests still carry it. The default is none. */
  prefix?: string;
  /**
   * The methods and paths that are passed on; everything else is answered with 404. `:name` stands for
   * one segment of letters, digits and `-._~`. The default is what this package calls:
   * `GET /api/v2/batches`, `POST /api/v2/batches`, `GET /api/v2/batches/:id` and `POST /api/v2/batches/:id/cancel`.
   */
  allow?: readonly string[];
  /**
   * The origin of the pages that may use the proxy, such as `https://app.example`. The default is the
   * `Host` of each request, which is wrong only where a reverse proxy changes it.
   */
  origin?: string;
  /**
   * Whether requests that no page sends (no `Sec-Fetch-Site`, `Origin` or `Referer`) are passed on, such
   * as those of scripts and servers. The default is false: they are answered with 403. With true, anyone
   * who reaches the proxy can use the key, so check who it is before.
   */
  allowNonBrowsers?: boolean;
}

/**
 * Creates a proxy for pages of the same origin: a function that passes requests for batches on to
 * LlamaCloud and adds the API key. It never throws or rejects: where LlamaCloud is not reached, the
 * answer is a 502. It does not know who the users of the pages are: check that before.
 */
export function createProxy(options: ProxyOptions): (request: Request) => Promise<Response>;
