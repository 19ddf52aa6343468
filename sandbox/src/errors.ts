/** An answer in FastAPI's style: `{"detail": "text"}`. */
export function refuse(status: number, detail: string): Response {
  return Response.json({ detail }, { status });
}

/** One thing that is wrong with a request. */
export interface Problem {
  loc: (string | number)[];
  msg: string;
  type: string;
}

/** A 422 in FastAPI's style. */
export function unprocessable(problems: Problem[]): Response {
  return Response.json({ detail: problems }, { status: 422 });
}
