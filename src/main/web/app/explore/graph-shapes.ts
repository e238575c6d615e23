import { svg, type SVGTemplateResult } from 'lit';
import { RADIUS, type Body, type Link } from './graph-layout';

const BEND = 44;
const ARROW = 9;
const CAPTION_MAX = 24;

interface Curve {
  /** Of the path, up to where the arrow begins. */
  d: string;
  arrow: string;
  /** Where the type is written, and along which angle. */
  x: number;
  y: number;
  angle: number;
}

/** The way of a relationship from edge to edge of its circles. */
function curveOf({ source, target, bend }: Link): Curve {
  if (source === target) {
    return loop(source, bend);
  }
  const dx = target.x - source.x;
  const dy = target.y - source.y;
  const length = Math.hypot(dx, dy) || 1;
  // the point that a curve is drawn towards, beside the middle
  const cx = source.x + dx / 2 - (dy / length) * bend * BEND;
  const cy = source.y + dy / 2 + (dx / length) * bend * BEND;
  const from = towards(source, cx, cy, RADIUS);
  const tip = towards(target, cx, cy, RADIUS + 2);
  const to = towards(target, cx, cy, RADIUS + 2 + ARROW);
  const angle = (Math.atan2(dy, dx) * 180) / Math.PI;
  return {
    d: `M${at(from)} Q${at([cx, cy])} ${at(to)}`,
    arrow: arrowOf(to, tip),
    x: (source.x + target.x) / 4 + cx / 2,
    y: (source.y + target.y) / 4 + cy / 2,
    angle: Math.abs(angle) > 90 ? angle - Math.sign(angle) * 180 : angle,
  };
}

type Point = [number, number];

function towards({ x, y }: Body, toX: number, toY: number, by: number): Point {
  const length = Math.hypot(toX - x, toY - y) || 1;
  return [x + ((toX - x) / length) * by, y + ((toY - y) / length) * by];
}

function at([x, y]: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

function arrowOf(from: Point, tip: Point): string {
  const [dx, dy] = [(tip[0] - from[0]) / 2, (tip[1] - from[1]) / 2];
  return `M${at(tip)} L${at([from[0] - dy, from[1] + dx])} L${at([from[0] + dy, from[1] - dx])} Z`;
}

function loop({ x, y }: Body, bend: number): Curve {
  const size = RADIUS * (2.2 + Math.abs(bend) * 0.8);
  const tip: Point = [x + RADIUS * 0.75, y - RADIUS * 0.8];
  const to: Point = [tip[0] + ARROW * 0.5, tip[1] - ARROW * 0.8];
  const from: Point = [x - RADIUS * 0.7, y - RADIUS * 0.7];
  const [left, right]: Point[] = [
    [x - size, y - size * 1.5],
    [x + size, y - size * 1.5],
  ];
  return {
    d: `M${at(from)} C${at(left)} ${at(right)} ${at(to)}`,
    arrow: arrowOf(to, tip),
    x,
    y: y - size * 1.3,
    angle: 0,
  };
}

export function linkShape(
  link: Link,
  active: boolean,
  select: (id: string) => void,
): SVGTemplateResult {
  const { d, x, y, angle } = curveOf(link);
  const { type } = link.relationship;
  const place = `translate(${x.toFixed(1)},${y.toFixed(1)}) rotate(${angle.toFixed(1)})`;
  return svg`<g class="link ${active ? 'active' : ''}" @click=${() => select(link.id)}>
    <path class="hit" d=${d}></path>
    <path class="line" d=${d}></path>
    <text transform=${place} y="-4" text-anchor="middle">${type}</text>
  </g>`;
}

/** Above the captions, which would hide it. */
export function arrowHead(link: Link, active: boolean): SVGTemplateResult {
  return svg`<path class="arrow ${active ? 'active' : ''}" d=${curveOf(link).arrow}></path>`;
}

export function shorten(text: string): string {
  return text.length > CAPTION_MAX ? `${text.slice(0, CAPTION_MAX - 1)}…` : text;
}
