package dev.costgraph.report;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costgraph.GraphQl;
import dev.costgraph.ledger.TestTree;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** A platform of {@link TestTree} whose reports are read over HTTP. */
abstract class ReportPlatform {

  TestTree tree = new TestTree("");

  /** Makes a budget of a task, below others. */
  void budget(String name, int task, Map<String, ?> more, String... parents) {
    Map<String, Object> budget = new HashMap<>(more);
    budget.put("budgetId", tree.id(name));
    budget.putIfAbsent("name", name);
    budget.put("type", "TASK");
    budget.put("resourceId", tree.taskId(task));
    budget.put("platformId", tree.platformId());
    budget.put("parentBudgetIds", List.of(parents).stream().map(tree::id).toList());
    send("create-budget", Map.of("budget", budget));
  }

  Map<String, Object> usage(
      String name, String at, int task, String agent, Map<String, ?> measure) {
    Map<String, Object> usage = new HashMap<>(measure);
    usage.put("operationId", tree.id(name));
    usage.put("agentId", agent);
    usage.put("taskId", tree.taskId(task));
    usage.put("timestamp", at);
    return usage;
  }

  Map<String, Object> usage(String name, String at, int task, String agent, String amount) {
    return usage(name, at, task, agent, Map.of("amount", amount));
  }

  static void record(List<Map<String, Object>> usages) {
    JsonPath answer = send("record-usages", Map.of("usages", usages));
    assertThat(answer.<String>getList("data.recordUsages.__typename")).containsOnly("Recorded");
  }

  static JsonPath send(String operation, Map<String, ?> variables) {
    JsonPath answer = GraphQl.send(operation, variables);
    assertThat(answer.<Object>getList("errors")).as(answer.prettify()).isNull();
    return answer;
  }

  /** {@return a report in Markdown} */
  String report(String budget, String period, @Nullable String at) {
    return ok(get(budget, period, at, "markdown"));
  }

  static String ok(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.asString();
  }

  Response get(String budget, String period, @Nullable String at, String format) {
    Map<String, String> query = new HashMap<>();
    query.put("budgetId", tree.id(budget));
    query.put("period", period);
    query.put("format", format);
    if (at != null) {
      query.put("at", at);
    }
    return given().queryParams(query).get("/report");
  }

  /** {@return status, code and field of an error, and what it says} */
  static String error(Response response) {
    return "%d %s %s: %s"
        .formatted(
            response.statusCode(),
            response.jsonPath().getString("errors[0].extensions.code"),
            response.jsonPath().getString("errors[0].extensions.field"),
            response.jsonPath().getString("errors[0].message"));
  }

  /** {@return the lines below a heading, without empty ones} */
  static List<String> section(String markdown, String heading) {
    String start = "\n## " + heading + "\n";
    assertThat(markdown).contains(start);
    String rest = markdown.substring(markdown.indexOf(start) + start.length());
    int end = rest.indexOf("\n## ");
    return (end < 0 ? rest : rest.substring(0, end)).lines().filter(l -> !l.isEmpty()).toList();
  }

  /** {@return the rows of the table below a heading} */
  static List<String> rows(String markdown, String heading) {
    List<String> table =
        section(markdown, heading).stream().filter(line -> line.startsWith("|")).toList();
    return table.isEmpty() ? table : table.subList(2, table.size());
  }

  static String sparkline(String markdown) {
    int start = markdown.indexOf('`') + 1;
    return markdown.substring(start, markdown.indexOf('`', start));
  }

  /** {@return the chart of a page or a picture; fails where it is not well-formed} */
  static Element svg(String text) throws Exception {
    String svg = text.substring(text.indexOf("<svg"), text.indexOf("</svg>") + "</svg>".length());
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }

  /** {@return the heights of the bars of a class that are not zero, by place} */
  static Map<Integer, Integer> heights(Element svg, String barClass) {
    Map<Integer, Integer> heights = new HashMap<>();
    List<Element> bars = new ArrayList<>();
    for (int i = 0; i < svg.getElementsByTagName("rect").getLength(); i++) {
      Element rect = (Element) svg.getElementsByTagName("rect").item(i);
      if (rect.getAttribute("class").equals(barClass)) {
        bars.add(rect);
      }
    }
    for (int i = 0; i < bars.size(); i++) {
      int height = Integer.parseInt(bars.get(i).getAttribute("height"));
      if (height > 0) {
        heights.put(i, height);
      }
    }
    return heights;
  }

  /** {@return what the bars say when one points at them} */
  static List<String> tips(Element svg) {
    List<String> tips = new ArrayList<>();
    for (int i = 0; i < svg.getElementsByTagName("title").getLength(); i++) {
      Element title = (Element) svg.getElementsByTagName("title").item(i);
      if (title.getParentNode().getNodeName().equals("g")) {
        tips.add(title.getTextContent());
      }
    }
    return tips;
  }
}
