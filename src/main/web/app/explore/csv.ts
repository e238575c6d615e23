import { plain, type Row } from './values';

/** Begins what a spreadsheet would take for a formula, unless it is a number. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** RFC 4180: what is null is empty, what has parts is JSON, numbers have all their digits. */
export function csvOf(columns: string[], rows: Row[]): string {
  const lines = [columns, ...rows.map((row) => row.map(plain))];
  return lines.map((cells) => cells.map(field).join(',') + '\r\n').join('');
}

function field(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Has the browser keep a text as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // after the click has been answered
  setTimeout(() => URL.revokeObjectURL(url));
}
