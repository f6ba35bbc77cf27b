"use client";
// Draws shapes into an <svg>. Positions are attributes: the content security policy allows no style.

import type { PathShape, Shape, TextShape } from "../../_drawing/shapes";
import { fills, strokes } from "./paint";

export function Shapes({ shapes }: { shapes: readonly Shape[] }) {
  return shapes.map((shape, index) =>
    shape.kind === "path" ? <Path key={index} {...shape} /> : <Text key={index} {...shape} />,
  );
}

function Path({ d, fill, stroke, strokeWidth = 1, dash, place }: PathShape) {
  return (
    <path
      d={d}
      {...(place && { transform: `translate(${place.x} ${place.y}) scale(${place.scale})` })}
      {...(dash && { strokeDasharray: dash })}
      strokeWidth={stroke ? strokeWidth : undefined}
      strokeLinejoin="round"
      className={`${fill ? fills[fill] : "fill-none"} ${stroke ? strokes[stroke] : ""}`}
    />
  );
}

function Text({ x, y, text, size, paint, anchor, bold = false, rim }: TextShape) {
  return (
    <text
      x={x}
      y={y}
      fontSize={size}
      textAnchor={anchor}
      {...(rim && { strokeWidth: 4, strokeLinejoin: "round", paintOrder: "stroke" })}
      className={`tabular-nums ${bold ? "font-semibold" : ""} ${fills[paint]} ${rim ? strokes[rim] : ""}`}
    >
      {text}
    </text>
  );
}
