// What of ECharts the page uses: what is not named here is not loaded.
import { BarChart, GraphChart, LineChart, SankeyChart, TreemapChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([
  BarChart,
  CanvasRenderer,
  GraphChart,
  GridComponent,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  SankeyChart,
  TooltipComponent,
  TreemapChart,
]);

export { init };
export type ChartOption = EChartsCoreOption;
export type Chart = EChartsType;
