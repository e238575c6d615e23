// What Cypher is made of, as the service lets it run: statements that only read.

const words = (text: string) => text.trim().split(/\s+/);

export const KEYWORDS = words(`
  ALL AND ANY AS ASC ASCENDING BY CALL CASE COLLECT CONTAINS COUNT DESC DESCENDING DISTINCT ELSE
  END ENDS EXISTS FALSE IN INDEX INFINITY IS LIMIT MATCH NAN NONE NOT NULL OFFSET ON OPTIONAL OR
  ORDER RETURN SCAN SEEK SHORTEST SINGLE SKIP STARTS THEN TRUE UNION UNWIND USING WHEN WHERE WITH
  XOR YIELD`);

/** Of the keywords, those that are also names of functions. */
export const ALSO_FUNCTIONS = new Set(words('ALL ANY COLLECT COUNT EXISTS NONE SINGLE'));

export const FUNCTIONS = words(`
  abs acos all any asin atan atan2 avg ceil char_length coalesce collect cos cot count date
  date.truncate datetime datetime.fromEpoch datetime.fromEpochMillis datetime.truncate degrees
  duration duration.between duration.inDays duration.inMonths duration.inSeconds e elementId
  endNode exists exp floor head isEmpty keys labels last left length localdatetime localtime log
  log10 ltrim max min nodes none nullIf percentileCont percentileDisc pi point point.distance
  properties radians rand range reduce relationships replace reverse right round rtrim sign sin
  single size split sqrt startNode stDev stDevP substring sum tail tan time timestamp toBoolean
  toBooleanOrNull toFloat toFloatOrNull toInteger toIntegerOrNull toLower toString toStringOrNull
  toUpper trim type valueType`);
