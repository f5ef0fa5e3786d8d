package org.gale.engine.report.shown;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * Laws of the grids of an answer in which two keys vary: each cell is the number of the answer that its choice, its
 * circumstance and the title name, and each figure of each row is shown. Used once.
 */
final class WrittenGrid
{
    private static final Pattern CELLS = Pattern.compile("\\s{2,}");
    private static final Pattern WORTH = Pattern.compile("worth of (the mean|p99|completions a second)(.*) over .+");
    private static final Map<String, String> OF_WORTHS =
        Map.of("the mean", "mean", "p99", "p99", "completions a second", "completions_per_s");
    private static final Map<String, String> TITLES = Map.ofEntries(Map.entry("mean response", "mean"),
        Map.entry("p50 of the response", "p50"), Map.entry("p99 of the response", "p99"),
        Map.entry("p50 of requests", "request_p50"), Map.entry("p99 of requests", "request_p99"),
        Map.entry("completions a second", "completions_per_s"), Map.entry("exits a second", "exits_per_s"),
        Map.entry("share of the host", "host_share"), Map.entry("share of events that merged", "coalesced_share"),
        Map.entry("share of interrupts that were forwarded", "forwarded_share"),
        Map.entry("share of responses of blocked vCPUs", "woken_share"),
        Map.entry("share of responses that waited for a PE", "waiting_share"));
    private static final String OF = " of ";

    private final JsonNode answer;
    private final CellJudge judge;
    private final Set<String> shown = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private String figure;                                          // of the grid in hand; null of none
    private boolean isWorth;
    private List<String> places;                                    // null before the heading
    private boolean isBetween = true;                               // behind an empty line, or the first

    /** Judge of a cell. */
    @FunctionalInterface
    interface CellJudge
    {
        /** Returns whether a cell is the value of a figure, or its worth. */
        boolean isOf(String cell, JsonNode figure, boolean isWorth);
    }

    WrittenGrid(final JsonNode answer, final CellJudge judge)
    {
        this.answer = answer;
        this.judge = judge;
    }

    /** Returns whether the answer is shown as grids. */
    boolean isOne()
    {
        return !shown.isEmpty();
    }

    /** Takes a line; returns whether it belongs to a grid. */
    boolean takes(final String line)
    {
        if (answer.path("keys").size() != 2 || line.isEmpty())
        {
            places = null;                                          // a wide grid goes on below its own heading
            isBetween = true;
            return false;
        }
        final List<String> cells = List.of(CELLS.split(line.strip(), -1));
        final boolean isHeading = figure != null && places == null &&
            cells.get(0).equals(answer.path("keys").path(0).asText());
        if (isHeading)
        {
            places = cells.subList(1, cells.size()).stream()
                .map(cell -> cell.substring(answer.path("keys").path(1).asText().length()).strip()).toList();
        }
        else if (isBetween)
        {
            figure = null;
            return begins(line);
        }
        else if (places != null)
        {
            for (int i = 1; i < cells.size(); i++)
            {
                cell(cells.get(0), places.get(i - 1), cells.get(i));
            }
        }
        isBetween = false;

        return figure != null;
    }

    private boolean begins(final String line)
    {
        final Matcher worth = WORTH.matcher(line);
        isWorth = worth.matches();
        final String title = isWorth ? worth.group(1) + worth.group(2) : line;
        for (final Map.Entry<String, String> entry : (isWorth ? OF_WORTHS : TITLES).entrySet())
        {
            if (title.equals(entry.getKey()) || title.startsWith(entry.getKey() + OF))
            {
                isBetween = false;
                figure = title.equals(entry.getKey()) ? entry.getValue() :
                    title.substring((entry.getKey() + OF).length()) + '.' + entry.getValue();
                places = null;
            }
        }

        return figure != null;
    }

    private void cell(final String choice, final String place, final String cell)
    {
        final JsonNode row = row(choice, place);
        final JsonNode one = named(row, figure);
        shown.add(key(row, one) + isWorth);
        must(judge.isOf(cell, one, isWorth) || (isWorth && isOverloaded(cell, place)), "the grid of " +
            (isWorth ? "the worth of " : "") + figure + " shows " + cell + " at " + choice + ", " + place);
    }

    /** Returns whether a cell of a worth is the verdict on the first choice at its place. */
    private boolean isOverloaded(final String cell, final String place)
    {
        final JsonNode verdict = named(row(firstChoice(), place), figure).path("verdict");

        return verdict.isTextual() && verdict.asText().equals(cell);
    }

    private JsonNode row(final String choice, final String place)
    {
        JsonNode found = MissingNode.getInstance();
        for (final JsonNode row : answer.path("rows"))
        {
            final JsonNode labels = row.path("labels");
            found = labels.path(0).asText().equals(choice) && labels.path(1).asText().equals(place) ? row : found;
        }

        return found;
    }

    /** Returns a figure of a row by its name; a missing node if there is none. */
    static JsonNode named(final JsonNode row, final String name)
    {
        JsonNode figure = MissingNode.getInstance();
        for (final JsonNode other : row.path("figures"))
        {
            figure = other.path("name").asText().equals(name) ? other : figure;
        }

        return figure;
    }

    private String firstChoice()
    {
        return answer.path("rows").path(0).path("labels").path(0).asText();
    }

    private static String key(final JsonNode row, final JsonNode figure)
    {
        return row.path("labels").toString() + figure.path("name").asText();
    }

    /** Returns the laws that are broken, after the last line. */
    List<String> faults()
    {
        for (final JsonNode row : answer.path("rows"))
        {
            for (final JsonNode one : row.path("figures"))
            {
                final String name = one.path("name").asText();
                must(shown.contains(key(row, one) + false), "no grid has " + name + " of " + row.path("labels"));
                must(shown.contains(key(row, one) + true) || !one.path("worth").isObject() ||
                    !OF_WORTHS.containsValue(name.substring(name.lastIndexOf('.') + 1)) ||
                    row.path("labels").path(0).asText().equals(firstChoice()),
                    "no grid has the worth of " + name + " of " + row.path("labels"));
            }
        }

        return faults;
    }

    private void must(final boolean isKept, final String fault)
    {
        if (!isKept)
        {
            faults.add(fault);
        }
    }
}
