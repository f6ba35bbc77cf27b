// Signs that something is on its way, for Suspense after the guard. Not for a route's loading.tsx, which would
// send status 200 before requireUser() has answered, nor around a form, which has to work without JavaScript.

export function Spinner({ className = "size-4" }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={`shrink-0 animate-spin ${className}`}
      aria-hidden="true"
      focusable="false"
    >
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeOpacity="0.3" strokeWidth="2" />
      <path
        d="M14.2 8A6.2 6.2 0 008 1.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** A quiet placeholder of `lines` lines, announced once as `label`. */
export function Skeleton({ label = "Loading", lines = 3 }: { label?: string; lines?: number }) {
  return (
    <div role="status" className="grid gap-3 py-1">
      <span className="sr-only">{label}…</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="block h-4 animate-pulse rounded bg-line even:w-4/5" />
      ))}
    </div>
  );
}
