// Links of a document of the repository, for the copy in the npm package, which npmjs.com shows without the
// repository around it.

import path from 'node:path';

const IMAGE = /\.(png|svg)$/;

/** The text with its links to files made absolute: to those of the version's tag. */
export function withAbsoluteLinks(text, { repository, version }) {
  const address = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  const absolute = (target) => {
    if (/^(#|[a-z]+:)/.test(target)) return target;
    const base = IMAGE.test(target)
      ? address.replace('//github.com', '//raw.githubusercontent.com')
      : `${address}/blob`;
    return `${base}/v${version}/${path.posix.normalize(target)}`;
  };
  const link = /(\]\(|\b(?:src|srcset|href)=")([^)"\s]+)/g;
  // Every second part is a block of code.
  const parts = text.split(/(^```[^]*?^```)/m);
  return parts
    .map((part, at) => (at % 2 ? part : part.replace(link, (_, before, to) => before + absolute(to))))
    .join('');
}
