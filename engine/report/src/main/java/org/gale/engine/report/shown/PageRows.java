package org.gale.engine.report.shown;

import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.shown.PageText.Cell;
import org.gale.engine.report.shown.PageText.Row;

/**
 * Reader of the rows of the tables of a page, by an own table of headings: each number has to stand in the column and
 * in the row of the field that it names. Used once.
 */
final class PageRows
{
    private static final Map<String, String> COLUMNS = Map.ofEntries(
        Map.entry("samples", "/count"), Map.entry("p50", "/p50"), Map.entry("p90", "/p90"), Map.entry("p99", "/p99"),
        Map.entry("p99.9", "/p99_9"), Map.entry("p99.99", "/p99_99"), Map.entry("max", "/max"),
        Map.entry("VMs", "/vms"), Map.entry("offered", "/offered"), Map.entry("delivered", "/delivered"),
        Map.entry("coalesced", "/coalesced"), Map.entry("rejected", "/rejected"), Map.entry("pending", "/pending"),
        Map.entry("held", "/held"), Map.entry("remainder", "/remainder"), Map.entry("carried in", "/carried_in"),
        Map.entry("start, s", "/start_s"), Map.entry("length, s", "/length_s"), Map.entry("time, s", "/elapsed_s"),
        Map.entry("a second", "/rate_per_s"), Map.entry("p99, ns", "/response_p99_ns"),
        Map.entry("commands", "/commands"), Map.entry("completions", "/completions"),
        Map.entry("interrupts", "/interrupts"), Map.entry("completions/s", "/completions_per_s"),
        Map.entry("interrupts/s", "/interrupts_per_s"), Map.entry("deferred, ns", "/deferred_ns/mean"),
        Map.entry("at", "/at_ns"), Map.entry("command", "/command"), Map.entry("VM", "/vm"), Map.entry("LPI", "/lpi"),
        Map.entry("response", "/response_ns"), Map.entry("service", "/service_ns"), Map.entry("asked", "/asked"),
        Map.entry("due", "/due"), Map.entry("begun", "/begun"), Map.entry("completed", "/completed"),
        Map.entry("published", "/published"), Map.entry("drained", "/drained"), Map.entry("left", "/left"));
    private static final Map<String, String> OBJECTS = Map.of("Model", "/model/", "Stalls", "/stalls/",
        "Warm-up", "/warmup/", "Generator", "/generator/", "Attached", "/attached/", "Host", "/host/",
        "Configuration", "/config/", "Migrations", "/migrations/");
    private static final Set<String> WITHOUT_FIELD = Set.of("share", "ratio");
    private static final String LATENCY = "/latency_ns";
    private static final String OFF = "off PEs: ";
    private static final double EXACT = 1e-9;

    private final ShownFacts facts;
    private String top = "";

    PageRows(final ShownFacts facts)
    {
        this.facts = facts;
    }

    /** Reads a row. */
    void read(final Row row)
    {
        final String name = row.cells().get(0).text();
        top = row.cells().get(0).style().equals("in") ? top : name;
        for (int i = 1; i < row.cells().size(); i++)
        {
            final Cell cell = row.cells().get(i);
            final String column = i < row.heading().size() ? row.heading().get(i) : "";
            final String where = row.section() + ", " + name + (column.isEmpty() ? "" : ", " + column);
            if (!cell.pointer().isEmpty())
            {
                facts.must(isAt(row, name, column, cell.pointer()), where, "another field", cell.pointer());
                value(where, cell.text(), cell.pointer());
            }
            else if (WITHOUT_FIELD.contains(column))
            {
                part(where, column, cell.text(), row.cells().get(1).pointer(), row.cells().get(2).pointer());
            }
        }
    }

    /** Compares a value, of which a page shows all digits. */
    private void value(final String where, final String text, final String pointer)
    {
        final JsonNode field = facts.at(pointer);
        if (field.isNumber())
        {
            final ShownNumber number = ShownNumber.of(text);
            facts.shown(pointer);
            facts.must(number != null && (field.isIntegralNumber() ?
                number.value().compareTo(field.decimalValue()) == 0 :
                number.value().doubleValue() == field.asDouble()), where, text, pointer);
        }
        else
        {
            facts.shown(pointer);
            facts.must(text.equals(field.asText("-")), where, text, pointer);
        }
    }

    /** Compares a share of the time of PEs, or the interrupts of a completion. */
    private void part(final String where, final String column, final String text, final String first,
        final String second)
    {
        final boolean isShare = column.equals("share");
        double whole = facts.at(first).asDouble();
        if (isShare)
        {
            whole = 0;
            for (final JsonNode ns : facts.at("/pe_time_ns"))
            {
                whole += ns.asDouble();
            }
        }
        if (whole > 0 && !first.startsWith("/off_pe_ns"))
        {
            facts.derived(where, text, facts.at(isShare ? first : second).asDouble() / whole, EXACT,
                "the part of fields next to it");
        }
    }

    /** Returns whether a field is that of a row and a column. */
    private boolean isAt(final Row row, final String name, final String column, final String pointer)
    {
        final String section = row.section();
        if (OBJECTS.containsKey(section) && row.heading().isEmpty())
        {
            return ShownFacts.step(name).equals(pointer.replace(OBJECTS.get(section), "/").replace('_', ' ')
                .replaceFirst("(?<=.)/", " "));
        }

        return switch (section)
        {
            case "Latency" -> isOfLatency(name, row.cells().get(0).style().equals("in"), column, pointer);
            case "Accounting" -> pointer.equals(account(name, column));
            case "PE time" -> pointer.equals(name.startsWith(OFF) ?
                "/off_pe_ns" + ShownFacts.step(name.substring(OFF.length())) : "/pe_time_ns" + ShownFacts.step(name));
            case "Negative controls" -> pointer.equals("/controls/each" + ShownFacts.step(name));
            case "Spurious interrupts" ->
                pointer.equals("/controls/spurious_by_device" + ShownFacts.step(name));
            case "Transitions and moves" ->
                pointer.equals("/actions/" + name.replaceAll("[-.]", "_") + COLUMNS.get(column));
            case "Engines" -> pointer.equals("/host/engines/" + row.index() + COLUMNS.get(column));
            case "Shares" -> pointer.equals("/host/shares/" + row.index() + COLUMNS.get(column));
            case "Outliers" -> isOfOutlier(row.index(), column, pointer);
            case "Response p99 by group and phase" -> pointer.endsWith("/latency_ns/response/p99") &&
                isOf("/groups/", pointer, name) && (column.equals("all") ? pointer.startsWith("/groups/") :
                isOf("/phases/", pointer, column));
            case "Groups" -> isOfPart("/groups/", name, column, pointer, "/response/");
            case "Phases" -> isOfPart("/phases/", name, column, pointer, "/response/");
            case "Devices" -> isOfPart("/groups/", name, column, pointer,
                row.heading().get(0).startsWith("sender wait") ? "/sender_wait/" : "/request/");
            case "Lanes" -> isOf("/attached/lanes/", pointer, name) && pointer.endsWith(COLUMNS.get(column));
            default -> false;
        };
    }

    private static boolean isOfLatency(
        final String name, final boolean isInner, final String column, final String pointer)
    {
        final String own = ShownFacts.step(name);
        final String step = COLUMNS.getOrDefault(column, "/none");

        return column.equals("of") ?
            pointer.equals(isInner ? "/latency_ns/delivered_by_route" + own : "/latency_ns/delivered") :
            isInner ? pointer.equals(LATENCY + "/routes" + own + step) ||
            pointer.equals(LATENCY + "/stages" + own + step) : pointer.equals(LATENCY + own + step);
    }

    private String account(final String name, final String column)
    {
        final String reason = "rejected: ";
        final String words = "words of ";
        if (name.startsWith(reason))
        {
            return "/accounting/rejected" + ShownFacts.step(name.substring(reason.length()));
        }
        if (name.startsWith("VM "))
        {
            return vm(name.substring("VM ".length()));
        }
        if (top.startsWith(words))
        {
            return "/accounting/lanes/" + (top.endsWith("generator") ? "generator" : "attached") +
                (name.equals(top) ? "/published" : '/' + name);
        }
        final String key = name.equals(top) ? name : top + '/' + name;

        return column.equals("per second") ? AccountRows.PER_SECOND.get(key) : AccountRows.pointer(key);
    }

    private String vm(final String number)
    {
        final JsonNode vms = facts.at("/accounting/vms");
        int index = 0;
        while (index < vms.size() && !vms.get(index).path("vm").asText().equals(number))
        {
            index++;
        }

        return "/accounting/vms/" + index + "/remainder";
    }

    private static boolean isOfOutlier(final int index, final String column, final String pointer)
    {
        final String outlier = "/outliers/" + index;

        return pointer.equals(column.equals("command") ? "/host" + outlier + "/command" :
            outlier + COLUMNS.getOrDefault(column, "/stages" + ShownFacts.step(column)));
    }

    private boolean isOfPart(final String parts, final String name, final String column, final String pointer,
        final String latency)
    {
        final String step = column.equals("of") ? "/latency_ns/delivered" : COLUMNS.getOrDefault(column, "/none");

        return pointer.startsWith(parts) && pointer.endsWith(step) && isOf(parts, pointer, name) &&
            (!pointer.contains(LATENCY) || column.equals("of") || pointer.contains(LATENCY + latency));
    }

    /** Returns whether the part of a list that a pointer goes through has a name. */
    private boolean isOf(final String parts, final String pointer, final String name)
    {
        final int at = pointer.indexOf(parts);
        final int end = at < 0 ? -1 : pointer.indexOf('/', at + parts.length());

        return end >= 0 && facts.at(pointer.substring(0, end) + "/name").asText().equals(name);
    }
}
