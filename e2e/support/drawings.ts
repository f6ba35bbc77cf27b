// Measures the text in a page's drawings as it is really drawn: how large it is, whether it can be told from what is
// behind it, and whether two texts lie on each other. axe looks at none of this inside an <svg>.

import type { BrowserContext, Page } from "@playwright/test";
import { expect } from "./expect";

const LEAST_PX = 13;
/** WCAG 2.2, 1.4.3. */
const LEAST_CONTRAST = 4.5;

interface Drawn {
  text: string;
  /** Which drawing it is in. */
  drawing: number;
  px: number;
  paint: Color;
  /** The color of its rim, which covers what is behind it. */
  rim: Color | null;
  box: Box;
}
type Color = readonly [r: number, g: number, b: number];
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The page as it stands now, the whole of it. Throws where nothing is drawn with words. */
export async function expectReadableDrawings(page: Page, where: string): Promise<void> {
  const { drawn, ground } = await atRest(page);
  expect(drawn.length, `${where}: texts`).toBeGreaterThan(0);
  const small = drawn.filter(({ px }) => px < LEAST_PX - 0.01);
  expect(
    small.map(({ text, px }) => `${text}: ${px.toFixed(1)} px`),
    `${where}: too small`,
  ).toEqual([]);
  expect(collisions(drawn), `${where}: on each other`).toEqual([]);
  const faint = (await contrasts(page, drawn, ground)).filter(({ ratio }) => ratio < LEAST_CONTRAST);
  expect(
    faint.map(({ text, ratio }) => `${text}: ${ratio.toFixed(2)}`),
    `${where}: too faint`,
  ).toEqual([]);
}

/**
 * Places of words and what is behind them, of one moment: measured again after the picture was taken. A drawing that goes
 * on and on is taken as it is at the fifth look.
 */
async function atRest(page: Page): Promise<{ drawn: Drawn[]; ground: Buffer }> {
  for (let look = 1; ; look++) {
    const drawn = await page.evaluate(measure);
    await page.evaluate(hideWords);
    const ground = await page.screenshot({ fullPage: true, animations: "disabled", scale: "css" });
    await page.evaluate(() => {
      document.adoptedStyleSheets = [];
    });
    const isAtRest = JSON.stringify(await page.evaluate(measure)) === JSON.stringify(drawn);
    if (isAtRest || look === 5) return { drawn, ground };
  }
}

/** Runs in the page. */
function measure(): Drawn[] {
  const color = (css: string): Color => {
    const [r = 0, g = 0, b = 0] = (css.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b];
  };
  const drawings = [...document.querySelectorAll("svg")].filter((svg) => !svg.parentElement?.closest("svg"));
  return [...document.querySelectorAll("svg text")].flatMap((element) => {
    const text = element as SVGTextElement;
    const matrix = text.getScreenCTM();
    const bounds = text.getBoundingClientRect();
    const words = text.textContent?.trim() ?? "";
    if (!matrix || !words || bounds.width === 0 || !text.checkVisibility()) return [];
    const style = getComputedStyle(text);
    const px = Number.parseFloat(style.fontSize) * Math.hypot(matrix.a, matrix.b);
    const isRimmed = style.paintOrder.startsWith("stroke") && Number.parseFloat(style.strokeWidth) >= 3;
    // The letters alone: a line of text has air above and below them.
    const air = bounds.height * 0.16;
    return {
      text: words,
      drawing: drawings.findIndex((svg) => svg.contains(text)),
      px,
      paint: color(style.fill),
      rim: isRimmed ? color(style.stroke) : null,
      box: {
        x: bounds.x + scrollX,
        y: bounds.y + scrollY + air,
        width: bounds.width,
        height: bounds.height - 2 * air,
      },
    };
  });
}

function collisions(drawn: readonly Drawn[]): string[] {
  return drawn.flatMap((one, index) =>
    drawn
      .slice(index + 1)
      .filter((other) => other.drawing === one.drawing && overlap(one.box, other.box))
      .map((other) => `${one.text} / ${other.text}`),
  );
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The lowest contrast of each text with a color that is behind a notable part of it. */
async function contrasts(
  page: Page,
  drawn: readonly Drawn[],
  picture: Buffer,
): Promise<{ text: string; ratio: number }[]> {
  const open = drawn.filter(({ rim }) => rim === null);
  const behind = await grounds(
    page.context(),
    picture,
    open.map(({ box }) => box),
  );
  return drawn.map((one) => {
    const colors = one.rim ? [one.rim] : (behind[open.indexOf(one)] ?? []);
    return { text: one.text, ratio: Math.min(21, ...colors.map((color) => contrast(one.paint, color))) };
  });
}

/** Runs in the page. A rule for all, because a picture that is drawn anew has new texts. */
function hideWords(): void {
  const sheet = new CSSStyleSheet();
  sheet.insertRule("svg text { visibility: hidden !important }");
  document.adoptedStyleSheets = [sheet];
}

/** The colors that fill a twentieth of a box or more. Decoded in an empty page, which no policy keeps from it. */
async function grounds(context: BrowserContext, picture: Buffer, boxes: readonly Box[]): Promise<Color[][]> {
  const page = await context.newPage();
  try {
    return await page.evaluate(readGrounds, { source: picture.toString("base64"), boxes });
  } finally {
    await page.close();
  }
}

/** Runs in a page. */
async function readGrounds({ source, boxes }: { source: string; boxes: readonly Box[] }): Promise<Color[][]> {
  const image = new Image();
  image.src = `data:image/png;base64,${source}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("No canvas.");
  context.drawImage(image, 0, 0);
  return boxes.map((box) => {
    const [x, y] = [Math.max(0, Math.floor(box.x)), Math.max(0, Math.floor(box.y))];
    const { data } = context.getImageData(x, y, Math.ceil(box.width), Math.ceil(box.height));
    const counts = new Map<string, number>();
    for (let at = 0; at < data.length; at += 4) {
      const key = `${data[at]},${data[at + 1]},${data[at + 2]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts]
      .filter(([, count]) => count >= data.length / 4 / 20)
      .map(([key]) => key.split(",").map(Number) as unknown as Color);
  });
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: Color, other: Color): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Color): number {
  const [r = 0, g = 0, b = 0] = color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
