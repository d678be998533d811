/** What styles that scripts insert must carry, by the page's Content-Security-Policy. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="postwright-nonce"]')?.content ?? '';
