// No panel: so it is on every page until a link opens one.

export default function NoPanel() {
  return null;
}
