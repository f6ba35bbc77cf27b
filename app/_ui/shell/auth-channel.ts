// How the tabs of one browser tell each other that a sign-in ended. Says nothing about whose.

const channelName = "coatcheck-auth";
const signedOut = "signed-out";

export function announceSignedOut() {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(signedOut);
  channel.close();
}

/** Calls `listener` when another tab signs out; returns how to stop. */
export function onSignedOut(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener("message", (event) => {
    if (event.data === signedOut) listener();
  });
  return () => channel.close();
}
