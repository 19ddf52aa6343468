// Our types and the official SDK's of the same names fit each other, both ways.

import type Official from '@llamaindex/llama-cloud';
import type Ours from 'llama-cloud-batches';
import type * as ours from 'llama-cloud-batches';
import type { ClientOptions as OfficialClientOptions } from '@llamaindex/llama-cloud';
import type * as official from '@llamaindex/llama-cloud/resources/batches';

type Fits<From, To> = [From] extends [To] ? true : { missing: Exclude<keyof To, keyof From> };
function same<A, B>(_: Fits<A, B> & Fits<B, A>): void {}
function fits<From, To>(_: Fits<From, To>): void {}

/**
 * What we add on purpose: the only places where a type of ours is no type of theirs.
 *
 * - `BatchListParams`: the times also take a `Date`; the cursor and the page size also take null.
 * - `BatchCreateParams`: webhook events that are not known yet are allowed.
 * - `ClientOptions`, `RequestOptions`: null is as good as left out; some of theirs we do not have.
 * - A page also has `total_size`, which the API sends and theirs leaves out.
 */
type WithoutAdditions<T> = T extends ours.BatchListParams
  ? Omit<T, 'created_at_on_or_after' | 'created_at_on_or_before' | 'page_size' | 'page_token'>
  : never;

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
same<WithoutAdditions<ours.BatchListParams>, Omit<official.BatchListParams, 'created_at_on_or_after' | 'created_at_on_or_before' | 'page_size' | 'page_token'>>(true);
fits<official.BatchCreateParams, ours.BatchCreateParams>(true);
same<Omit<ours.BatchCreateParams, 'webhook_configurations'>, Omit<official.BatchCreateParams, 'webhook_configurations'>>(true);

// Their pages have private parts, which no other class can have: what is public fits.
type Public<Page> = Pick<Page, Extract<keyof Page, 'items' | 'next_page_token' | 'hasNextPage' | 'getPaginatedItems'>>;
type OurPage = ours.BatchListResponsesPaginatedCursor;
type TheirPage = official.BatchListResponsesPaginatedCursor;
same<Public<OurPage>, Public<TheirPage>>(true);
same<Awaited<ReturnType<OurPage['getNextPage']>>['items'], Awaited<ReturnType<TheirPage['getNextPage']>>['items']>(true);
fits<OurPage, AsyncIterable<ours.Batch>>(true);

// Whoever changes the import keeps the arguments.
type Arguments<Client, Method extends 'list' | 'get' | 'create' | 'cancel'> = Client extends { batches: infer B }
  ? B extends Record<Method, (...args: infer A) => unknown> ? A : never
  : never;
type Head<T extends unknown[]> = T extends [(infer H)?, ...unknown[]] ? H : never;
fits<Head<Arguments<Official, 'list'>>, Head<Arguments<Ours, 'list'>>>(true);
fits<Head<Arguments<Official, 'get'>>, Head<Arguments<Ours, 'get'>>>(true);
fits<Head<Arguments<Official, 'create'>>, Head<Arguments<Ours, 'create'>>>(true);
fits<Head<Arguments<Official, 'cancel'>>, Head<Arguments<Ours, 'cancel'>>>(true);

type Scalar = 'apiKey' | 'baseURL' | 'timeout' | 'maxRetries' | 'logLevel' | 'logger' | 'fetch' | 'fetchOptions';
fits<Pick<OfficialClientOptions, Exclude<Scalar, 'fetchOptions' | 'fetch'>>, Pick<ours.ClientOptions, Exclude<Scalar, 'fetchOptions' | 'fetch'>>>(true);
