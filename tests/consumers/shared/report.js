/** Says the ids where the runner listens; a failure is left to be seen as unhandled. */
export async function report(ids) {
  console.log(`ids ${JSON.stringify(await ids)}`);
}
