// HTML that was made from our own sources when the app was built, with its colours. Nothing that anybody sends comes here.

import "./code.css";
import { Copyable } from "../_live/copyable.client";

export function BuiltHtml({ html, className = "" }: { html: string; className?: string }) {
  return (
    <Copyable>
      <div className={`min-w-0 ${className}`} dangerouslySetInnerHTML={{ __html: html }} />
    </Copyable>
  );
}
