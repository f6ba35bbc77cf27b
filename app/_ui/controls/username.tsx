// Tells a password manager whose password a form asks for, where the address is not typed. Seen by nobody else.

export function Username({ email }: { email: string }) {
  return <input type="email" value={email} autoComplete="username" readOnly hidden />;
}
