package org.gale.engine.report.shown;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;

/** Reader of the table of outliers of a text, and of the lines about VMs that differ. Used once. */
final class TextOutliers
{
    private static final String COUNT = "([0-9][0-9,]*)";
    private static final Pattern ROW = Pattern.compile(COUNT + " +([0-9,]+\\.[0-9]+) +(?:" + COUNT +
        " +)?([0-9]+) +(?:(?:PPI|SPI) )?([0-9]+) +([a-z]+) +(\\S.*)");
    private static final Pattern STEP = Pattern.compile("[(a-z].* -{2}to ([0-9]+) -{2}step\\)?");
    private static final Pattern VM = Pattern.compile("VM ([0-9]+): p99 " + COUNT + " \\(the other .*: " + COUNT +
        "\\)");
    /** Stages that follow the response. */
    private static final Set<String> AFTER = Set.of("deactivated", "softirq", "thread");
    private static final String OUTLIERS = "/outliers/";
    /** Part by which a percentile may be above its maximum: that of one step of its histogram. */
    private static final double STEP_PART = 0.001;

    private final ShownFacts facts;
    private int next;
    private boolean isOpen;
    private boolean isShown;

    TextOutliers(final ShownFacts facts)
    {
        this.facts = facts;
    }

    /** Reads a line; returns whether it is one of the table, or of a VM that differs. */
    boolean read(final String line)
    {
        if (line.startsWith("slowest, ns"))
        {
            isOpen = true;
            isShown = true;
            return true;
        }
        final Matcher row = ROW.matcher(line);
        if (isOpen && row.matches())
        {
            row(row, OUTLIERS + next, "outlier " + (next + 1));
            next++;
            return true;
        }
        final Matcher step = STEP.matcher(line);
        if (isOpen && step.matches())
        {
            facts.number("the line that steps to the first outlier", step.group(1), "/host/outliers/0/command");
            isOpen = false;
            return true;
        }
        isOpen = false;
        final Matcher vm = VM.matcher(line);

        return vm.matches() && vm(vm);
    }

    private void row(final Matcher row, final String outlier, final String where)
    {
        facts.number(where + ", response", row.group(1), outlier + "/response_ns");
        facts.number(where + ", at", row.group(2) + " s", outlier + "/at_ns");
        if (row.group(3) != null)
        {
            facts.number(where + ", command", row.group(3), "/host" + outlier + "/command");
        }
        facts.number(where + ", VM", row.group(4), outlier + "/vm");
        final List<String> kinds = new ArrayList<>(List.of("lpi", "spi", "ppi"));
        kinds.removeIf(kind -> !facts.at(outlier + '/' + kind).isNumber());
        facts.number(where + ", LPI", row.group(5), outlier + '/' + (kinds.isEmpty() ? "lpi" : kinds.get(0)));
        long longest = 0;
        for (final Map.Entry<String, JsonNode> stage : facts.at(outlier + "/stages").properties())
        {
            final boolean isOfResponse = !AFTER.contains(stage.getKey());
            longest = isOfResponse ? Math.max(longest, stage.getValue().asLong()) : longest;
        }
        final String stage = outlier + "/stages" + ShownFacts.step(row.group(6));
        facts.must(facts.at(stage).asLong() == longest, where + ", longest", row.group(6) + " with " + longest, stage);
        final String cause = outlier + (facts.at(outlier + "/path").isTextual() ? "/path" : "/cause");
        facts.word(where, row.group(7), cause);
    }

    /** Compares a VM that differs: the numbers of the others are in no field. */
    private boolean vm(final Matcher vm)
    {
        final JsonNode vms = facts.at("/latency_ns/vms");
        for (int i = 0; i < vms.size(); i++)
        {
            if (vm.group(1).equals(vms.get(i).path("vm").asText()))
            {
                final String pointer = "/latency_ns/vms/" + i + "/response/p99";
                facts.derived("VM " + vm.group(1) + ", p99", vm.group(2), facts.at(pointer).asDouble(),
                    facts.at(pointer).asDouble() * STEP_PART, pointer);
            }
        }

        return true;
    }

    /** Says which outliers are missing. */
    void end()
    {
        for (int i = 0; isShown && i < facts.at("/outliers").size(); i++)
        {
            facts.one(OUTLIERS + i + "/response_ns");
        }
    }
}
