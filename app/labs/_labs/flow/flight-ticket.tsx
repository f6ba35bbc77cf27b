// A flight ticket: everything that counts is printed on it and stamped, so nobody has to telephone. The companion of
// the cloakroom's ticket in app/_ui/illustrations.tsx. The text beside says the same.

export function FlightTicketIllustration() {
  return (
    <svg viewBox="0 0 480 156" className="w-full" fill="none" aria-hidden="true" focusable="false">
      <path
        d="M16 14h300a9 9 0 0018 0h122a8 8 0 018 8v112a8 8 0 01-8 8H334a9 9 0 00-18 0H16a8 8 0 01-8-8V22a8 8 0 018-8z"
        className="fill-jwt-soft stroke-jwt"
        strokeWidth="2"
      />
      <path d="M325 32v94" className="stroke-jwt-line" strokeWidth="2" strokeDasharray="5 6" />
      <path
        d="M28 57l58-25-22 56-11-20zM53 68l33-36"
        className="fill-raised stroke-jwt"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <text x="102" y="50" fontSize="21" className="fill-ink font-sans font-semibold">
        Alice
      </text>
      <text x="102" y="72" fontSize="14.5" className="fill-muted font-mono">
        flight CC 217
      </text>
      <text x="102" y="92" fontSize="14.5" className="fill-muted font-mono">
        until 14:45
      </text>
      <g strokeWidth="8" strokeLinecap="round">
        <path d="M34 120h46" className="stroke-part-header" />
        <path d="M100 120h86" className="stroke-part-payload" />
        <path d="M206 120h36" className="stroke-part-signature" />
      </g>
      <g transform="translate(270 66) rotate(-14)" className="stroke-part-signature" strokeWidth="2.5">
        <circle r="31" className="fill-raised" />
        <circle r="24" strokeDasharray="3 4" strokeWidth="1.5" />
        <path d="M-11 1l8 8L12-8" strokeWidth="4" strokeLinecap="round" strokeLinejoin="round" />
      </g>
      <g className="fill-ink">
        <path d="M352 40h4v70h-4zM361 40h2v70h-2zM368 40h6v70h-6zM379 40h3v70h-3zM387 40h2v70h-2zM394 40h7v70h-7zM406 40h2v70h-2zM413 40h4v70h-4zM422 40h2v70h-2zM429 40h6v70h-6z" />
      </g>
    </svg>
  );
}
