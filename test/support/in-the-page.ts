/** What a page on HTTPS may do; each runs in the browser. */

/** A web socket of the page's own origin, at the path, gives back what it was sent. */
export async function echoOverSocket([path, words]: readonly [path: string, words: string]): Promise<string> {
  const socket = new WebSocket(`wss://${location.host}${path}`);
  return await new Promise((resolve, reject) => {
    socket.onopen = () => socket.send(words);
    socket.onmessage = ({ data }) => resolve(String(data));
    socket.onerror = () => reject(new Error("the web socket failed"));
  });
}

/** ms at which each of so many events of a stream arrived, counted from the first one. */
export async function arrivalsOf(count: number): Promise<number[]> {
  const source = new EventSource(`/sse?every=200&count=${count}`);
  const times: number[] = [];
  await new Promise<void>((resolve) => {
    source.onmessage = () => {
      times.push(performance.now());
      if (times.length === count) resolve();
    };
  });
  source.close();
  return times.map((time) => time - (times[0] ?? 0));
}

/** The kinds of the tracks that a microphone gives. */
export async function microphone(): Promise<string[]> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  return stream.getTracks().map(({ kind }) => kind);
}

/** The width of a picture that this page shows; 0: it does not come. */
export async function widthOf(url: string): Promise<number> {
  const picture = new Image();
  picture.src = url;
  document.body.append(picture);
  await picture.decode().catch(() => undefined);
  return picture.naturalWidth;
}
