// The document around every page: language, title, theme. Who is signed in is each page's own question,
// because a layout is not rendered again on every navigation and therefore guards nothing.

import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import "./globals.css";
import { parseTheme, themeCookie } from "./_ui/shell/theme";

export const metadata: Metadata = {
  title: { default: "Coatcheck", template: "%s · Coatcheck" },
  description: "Database sessions and JWT cookies, side by side, on real sign-ins.",
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#1a1d21" },
  ],
};

export default async function RootLayout({ children, panel }: LayoutProps<"/">) {
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body>
        {children}
        {panel}
      </body>
    </html>
  );
}
