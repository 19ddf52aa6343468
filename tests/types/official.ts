// Our types and the official SDK's of the same names fit each other, both ways.

import type Official from '@llamaindex/llama-cloud';
import type * as theirs from '@llamaindex/llama-cloud';
import type * as official from '@llamaindex/llama-cloud/resources/batches';
import type Ours from 'llama-cloud-batches';
import type * as ours from 'llama-cloud-batches';

type Fits<From, To> = [From] extends [To] ? true : { missing: Exclude<keyof To, keyof From> };
function same<A, B>(_: Fits<A, B> & Fits<B, A>): void {}
function fits<From, To>(_: Fits<From, To>): void {}
function differs<From, To>(_: [From] extends [To] ? 'it fits by now' : true): void {}

type TheirRequest = NonNullable<Parameters<Official['batches']['list']>[1]>;
type OurRequest = ours.RequestOptions;
type TheirClient = theirs.ClientOptions;
type OurClient = ours.ClientOptions;

// What does not fit, on purpose, and why. These are the only places.

// The times also take a `Date`; the cursor and the page size also take null.
type OtherParams = 'created_at_on_or_after' | 'created_at_on_or_before' | 'page_size' | 'page_token';
differs<Pick<ours.BatchListParams, OtherParams>, Pick<official.BatchListParams, OtherParams>>(true);

// Webhook events that are not known yet are allowed.
type OtherBody = 'webhook_configurations';
differs<Pick<ours.BatchCreateParams, OtherBody>, Pick<official.BatchCreateParams, OtherBody>>(true);

// Null is as good as left out in all our options, so ours do not fit theirs.
differs<Pick<OurClient, 'timeout'>, Pick<TheirClient, 'timeout'>>(true);
differs<Pick<OurRequest, 'timeout'>, Pick<TheirRequest, 'timeout'>>(true);

// Headers that their client has parsed already are a type of their inside.
type ParsedByThem = { values: Headers; nulls: Set<string> };
differs<TheirRequest['headers'], OurRequest['headers']>(true);
type Plain<Headers> = Exclude<Headers, ParsedByThem>;

// Pairs of names and values may be read-only for us.
differs<OurRequest['headers'], TheirRequest['headers']>(true);

// A page also has `total_size`, which the API sends and theirs leaves out. Theirs has private parts,
// which no other class can have, and knows the request that it came from.
type OtherPage = 'total_size' | 'nextPageRequestOptions';

// Their class has a private static member, which no other class can have; ours know the request's method and path.
differs<typeof ours.APIError, typeof theirs.APIError>(true);
type OtherError = 'method' | 'path';

// What fits.

same<ours.Batch, official.BatchListResponse>(true);
same<ours.BatchListResponse, official.BatchListResponse>(true);
same<ours.BatchGetResponse, official.BatchGetResponse>(true);
same<ours.BatchCreateResponse, official.BatchCreateResponse>(true);
same<ours.BatchCancelResponse, official.BatchCancelResponse>(true);
same<ours.BatchStatus, official.BatchListResponse['status']>(true);
same<ours.JobType, official.BatchListResponse['config']['job']['type']>(true);
same<ours.BatchResult, NonNullable<official.BatchListResponse['results']>[number]>(true);
same<ours.BatchGetParams, official.BatchGetParams>(true);
same<ours.BatchCancelParams, official.BatchCancelParams>(true);

fits<official.BatchListParams, ours.BatchListParams>(true);
same<Omit<ours.BatchListParams, OtherParams>, Omit<official.BatchListParams, OtherParams>>(true);
fits<official.BatchCreateParams, ours.BatchCreateParams>(true);
same<Omit<ours.BatchCreateParams, OtherBody>, Omit<official.BatchCreateParams, OtherBody>>(true);

type OurPage = ours.BatchListResponsesPaginatedCursor;
type TheirPage = official.BatchListResponsesPaginatedCursor;
same<Exclude<keyof OurPage, OtherPage>, Exclude<keyof TheirPage, OtherPage>>(true);
type Plainly = 'items' | 'next_page_token' | 'hasNextPage' | 'getPaginatedItems';
same<Pick<OurPage, Plainly>, Pick<TheirPage, Plainly>>(true);
// What leads to pages leads to those of the same package.
type Next<Page extends { getNextPage(): unknown }> = Awaited<ReturnType<Page['getNextPage']>>;
same<Next<OurPage>, OurPage>(true);
same<Pick<Next<OurPage>, Plainly>, Pick<Next<TheirPage>, Plainly>>(true);
type Yielded<Iterable> = Iterable extends AsyncIterable<infer Item> ? Item : never;
same<
  Pick<Yielded<ReturnType<OurPage['iterPages']>>, Plainly>,
  Pick<Yielded<ReturnType<TheirPage['iterPages']>>, Plainly>
>(true);
same<Yielded<OurPage>, Yielded<TheirPage>>(true);

// After the change of the import, the arguments stay and the results are the same.
type Method = 'list' | 'get' | 'create' | 'cancel';
type Arguments<
  Client extends { batches: Record<Method, (...words: never[]) => unknown> },
  Name extends Method,
> = Parameters<Client['batches'][Name]>;
fits<Arguments<Official, 'list'>[0], Arguments<Ours, 'list'>[0]>(true);
fits<
  [Arguments<Official, 'get'>[0], Arguments<Official, 'get'>[1]],
  [Arguments<Ours, 'get'>[0], Arguments<Ours, 'get'>[1]]
>(true);
fits<Arguments<Official, 'create'>[0], Arguments<Ours, 'create'>[0]>(true);
fits<
  [Arguments<Official, 'cancel'>[0], Arguments<Official, 'cancel'>[1]],
  [Arguments<Ours, 'cancel'>[0], Arguments<Ours, 'cancel'>[1]]
>(true);
type Called<
  Client extends { batches: Record<Method, (...words: never[]) => unknown> },
  Name extends Method,
> = ReturnType<Client['batches'][Name]>;
same<Awaited<Called<Ours, 'get'>>, Awaited<Called<Official, 'get'>>>(true);
same<Awaited<Called<Ours, 'create'>>, Awaited<Called<Official, 'create'>>>(true);
same<Awaited<Called<Ours, 'cancel'>>, Awaited<Called<Official, 'cancel'>>>(true);
same<Awaited<Called<Ours, 'list'>>, OurPage>(true);
same<Awaited<Called<Official, 'list'>>, TheirPage>(true);
same<Yielded<Called<Ours, 'list'>>, Yielded<Called<Official, 'list'>>>(true);
type Whole<Answer extends { withResponse(): unknown }> = Awaited<ReturnType<Answer['withResponse']>>;
same<Whole<Called<Ours, 'get'>>, Whole<Called<Official, 'get'>>>(true);
same<Whole<Called<Ours, 'list'>>['data'], OurPage>(true);
type Bare<Answer extends { asResponse(): unknown }> = Awaited<ReturnType<Answer['asResponse']>>;
same<Bare<Called<Ours, 'create'>>, Bare<Called<Official, 'create'>>>(true);

// Options of the client and of a request.
fits<Omit<TheirClient, 'defaultHeaders'>, Omit<OurClient, 'defaultHeaders'>>(true);
fits<Plain<TheirClient['defaultHeaders']>, OurClient['defaultHeaders']>(true);
fits<Omit<TheirRequest, 'headers'>, Omit<OurRequest, 'headers'>>(true);
fits<keyof TheirRequest, keyof OurRequest>(true);
fits<Plain<TheirRequest['headers']>, OurRequest['headers']>(true);
fits<OurRequest['query'], TheirRequest['query']>(true);
type Some<Options> = { [Name in keyof Options]?: Exclude<Options[Name], null> };
same<NonNullable<OurClient['fetch']>, NonNullable<TheirClient['fetch']>>(true);
type Shared = Exclude<keyof TheirClient, 'defaultHeaders' | 'defaultQuery'>;
fits<Some<Pick<OurClient, Shared>>, Pick<TheirClient, Shared>>(true);
fits<
  Some<Pick<OurRequest, 'timeout' | 'maxRetries' | 'signal'>>,
  Pick<TheirRequest, 'timeout' | 'maxRetries' | 'signal'>
>(true);
same<ours.LogLevel, NonNullable<TheirClient['logLevel']>>(true);
same<ours.Logger, NonNullable<TheirClient['logger']>>(true);

// Errors have the same fields and the same constructors.
type Names =
  | 'APIError'
  | 'BadRequestError'
  | 'AuthenticationError'
  | 'PermissionDeniedError'
  | 'NotFoundError'
  | 'ConflictError'
  | 'UnprocessableEntityError'
  | 'RateLimitError'
  | 'InternalServerError'
  | 'APIConnectionError'
  | 'APIConnectionTimeoutError'
  | 'APIUserAbortError';
type Classes = Record<Names, abstract new (...words: any) => unknown>;
type Instances<All extends Classes> = { [Name in Names]: Omit<InstanceType<All[Name]>, OtherError> };
type OurErrors = Pick<typeof ours, Names>;
type TheirErrors = Pick<typeof theirs, Names>;
same<Instances<OurErrors>, Instances<TheirErrors>>(true);
type Unmade = {
  [Name in Names]: [ConstructorParameters<TheirErrors[Name]>] extends [ConstructorParameters<OurErrors[Name]>]
    ? never
    : Name;
}[Names];
fits<Unmade, never>(true);
fits<Names, keyof typeof ours.LlamaCloud & keyof typeof theirs.LlamaCloud>(true);
