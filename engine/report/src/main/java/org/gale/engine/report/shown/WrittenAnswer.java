package org.gale.engine.report.shown;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws of the text of an answer: each cell of its tables is the number of the answer that its row and column name, and
 * no row is missing. They share no class with what writes the text. Used once.
 */
public final class WrittenAnswer
{
    private static final Pattern FIGURES = Pattern.compile("response (?:and host, all|of (.+))");
    private static final Pattern CELLS = Pattern.compile("\\s{2,}");
    private static final Pattern FEW = Pattern.compile("- \\(([0-9,]+)\\)");
    private static final String RANGES = "ranges";
    private static final Pattern WARM_UPS = Pattern.compile(
        "cold starts ([0-9,]+) of ([0-9,]+)(?: \\([^)]+\\))?, warm-ups of ([0-9,]+) to ([0-9,]+) events?;");
    private static final String IN_IO = "break_even_io";
    /** Columns of break-evens in I/O that have no span. */
    private static final Set<String> SPANLESS = Set.of("now", "change by", "tried");
    private static final Map<String, String> LISTS = Map.of("selection: ", "steps", "sensitivity of ", "sensitivity",
        "break-even of ", "break_even", "break-even in I/O", IN_IO, "worth of all direct", RANGES, "runs by part",
        "works");
    private static final Map<String, String> PLACES = Map.ofEntries(Map.entry("step", "name"), Map.entry("at", "place"),
        Map.entry("then", "other"), Map.entry("worth then", "worth"), Map.entry("mean then", "worth"),
        Map.entry("from", "low"), Map.entry("to", "high"));
    private static final Map<String, String> COLUMNS = Map.of("exits/s", "exits_per_s", "host", "host_share",
        "coalesced", "coalesced_share", "forwarded", "forwarded_share", "woken", "woken_share", "waiting",
        "waiting_share");
    private static final Map<String, String> OF_GROUPS = Map.of("the mean", "mean", "completions/s",
        "completions_per_s", "request p50", "request_p50", "request p99", "request_p99", "exits per request",
        "exits_per_request", "host per request", "host_per_request", "guest per request", "guest_per_request");
    private static final String WORTH = "worth of ";
    private static final String RECOVERED = "recovered of ";
    private static final String VALUE = "value";
    private static final String ROWS = "rows";
    private static final String NONE = "-";
    private static final int SENSITIVITY_LIMIT = 12;
    /** Number of the labels of a row about direct injection, of which the last one is the overcommit. */
    private static final int LABELS_OF_DIRECT = 4;

    private final JsonNode answer;
    private final WrittenGrid grid;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Set<Integer>> shown = new HashMap<>();
    private String list;                                            // of the table in hand; null of one of figures
    private String group;                                           // null in no table of figures
    private List<String> heading;
    private int row;

    private WrittenAnswer(final JsonNode answer)
    {
        this.answer = answer;
        this.grid = new WrittenGrid(
            answer, (cell, figure, isWorth) -> isNumber(cell, figure, isWorth ? "worth" : VALUE));
    }

    /** Returns the laws that lines break. */
    public static List<String> faults(final List<String> lines, final JsonNode answer)
    {
        final WrittenAnswer written = new WrittenAnswer(answer);
        written.faults.addAll(new AnswerSentences(answer).read(answer.path("lines")));
        lines.forEach(written::read);
        lines.forEach(written::steadiness);
        LISTS.values().forEach(written::isWhole);
        if (written.grid.isOne())
        {
            written.faults.addAll(written.grid.faults());
            return written.faults;
        }
        written.rows("");
        answer.at("/head/groups").forEach(name -> written.rows(name.asText() + '.'));

        return written.faults;
    }

    /** Checks the line about warm-ups. */
    private void steadiness(final String line)
    {
        final Matcher found = WARM_UPS.matcher(line);
        final List<String> fields = List.of("cold_starts", "vcpus", "least_events", "most_events");
        for (int i = 0; found.lookingAt() && i < fields.size(); i++)
        {
            final JsonNode value = answer.at("/steadiness/warm_up/" + fields.get(i));
            must(found.group(i + 1).replace(",", "").equals(value.asText()),
                "the text has " + found.group(i + 1) + ", and /steadiness/warm_up/" + fields.get(i) + " is " + value);
        }
    }

    /** Checks that the tables of a group, or of all, have each row. */
    private void rows(final String ofGroup)
    {
        for (int i = 0; i < answer.path(ROWS).size(); i++)
        {
            must(shown.getOrDefault(ROWS + ofGroup, Set.of()).contains(i),
                "the text lacks a row of /rows/" + i + (ofGroup.isEmpty() ? "" : " and " + ofGroup));
        }
    }

    private void isWhole(final String name)
    {
        final int due = name.equals("sensitivity") ? Math.min(SENSITIVITY_LIMIT, answer.path(name).size()) :
            answer.path(name).size();
        final int rows = shown.getOrDefault(name, Set.of()).size();
        must(rows == due, "the text has " + rows + " rows of /" + name + ", which are " + due);
    }

    private void read(final String line)
    {
        if (grid.takes(line))
        {
            return;
        }
        final Matcher figures = FIGURES.matcher(line);
        final String ofList = LISTS.entrySet().stream().filter(entry -> line.startsWith(entry.getKey()))
            .map(Map.Entry::getValue).findFirst().orElse(null);
        if (line.isEmpty())
        {
            heading = null;
        }
        else if (heading == null && (figures.matches() || ofList != null))
        {
            list = ofList;
            group = ofList != null ? null : figures.group(1) == null ? "" : figures.group(1) + '.';
            heading = List.of();
        }
        else if (list != null || group != null)
        {
            final List<String> cells = List.of(CELLS.split(line.strip(), -1));
            if (heading == null || heading.isEmpty())
            {
                begin(cells);
            }
            else if (must(cells.size() == heading.size(), "a row has other columns than its heading: " + line))
            {
                row(line, cells);
            }
        }
    }

    /** Begins a table, or goes on with the columns of one that is wider than the text; else ends the tables. */
    private void begin(final List<String> cells)
    {
        final boolean isTable = heading != null || (list == null ? cells.get(0).equals(answer.path("keys").path(0)
            .asText()) : Set.of("step", "cost", "part", "at").contains(cells.get(0)));
        heading = isTable ? cells : null;
        list = isTable ? list : null;
        group = isTable ? group : null;
        row = 0;
    }

    private void row(final String line, final List<String> cells)
    {
        if (list != null)
        {
            final JsonNode one = answer.path(list).path(row);
            for (int i = 0; i < cells.size(); i++)
            {
                must(isOf(cells.get(i), heading.get(i), one), "'" + heading.get(i) + "' of /" + list + '/' + row +
                    " shows " + cells.get(i));
            }
            shown.computeIfAbsent(list, name -> new HashSet<>()).add(row);
            row++;
            return;
        }
        boolean isFound = false;
        final JsonNode rows = answer.path(ROWS);
        for (int i = 0; i < rows.size(); i++)
        {
            if (isRow(cells, rows.get(i)))
            {
                isFound = true;
                shown.computeIfAbsent(ROWS + group, name -> new HashSet<>()).add(i);
            }
        }
        must(isFound, "the text has a row that is none of the answer: " + line);
    }

    private boolean isRow(final List<String> cells, final JsonNode one)
    {
        final int keys = answer.path("keys").size();
        boolean isRow = true;
        for (int i = 0; i < cells.size() && isRow; i++)
        {
            isRow = i < keys ? isLabel(cells.get(i), one.path("labels").path(i).asText()) :
                isFigure(cells.get(i), heading.get(i), one);
        }

        return isRow;
    }

    /** Returns whether a cell names a label, alone or among others whose rows are the same. */
    private static boolean isLabel(final String cell, final String label)
    {
        return label.equals(NONE) || cell.equals("any") || List.of(cell.split(", ", -1)).contains(label) ||
            (cell.contains("vm/") && cell.contains(label.replace("vm-", "vcpu-")));
    }

    private boolean isFigure(final String cell, final String column, final JsonNode one)
    {
        final String kind = column.startsWith(WORTH) ? "worth" : column.startsWith(RECOVERED) ? "recovered" : VALUE;
        final String own = column.replace(WORTH, "").replace(RECOVERED, "");
        final JsonNode figure =
            WrittenGrid.named(one, COLUMNS.getOrDefault(own, group + OF_GROUPS.getOrDefault(own, own)));

        return isNumber(cell, figure, kind) || (kind.equals("worth") && isOverloaded(cell, one, figure));
    }

    /** Returns whether a cell of a worth is the verdict on the baseline, which has no number to be compared with. */
    private boolean isOverloaded(final String cell, final JsonNode one, final JsonNode figure)
    {
        JsonNode base = null;
        for (final JsonNode other : answer.path(ROWS))
        {
            final boolean isLike = other.path("labels").size() < LABELS_OF_DIRECT ||
                other.path("labels").get(LABELS_OF_DIRECT - 1).equals(one.path("labels").get(LABELS_OF_DIRECT - 1));
            base = base == null && isLike ? other : base;
        }
        final JsonNode verdict = WrittenGrid.named(base, figure.path("name").asText()).path("verdict");

        return verdict.isTextual() && cell.equals(verdict.asText());
    }

    /** Returns whether a cell is a number of a figure, or what stands in its place. */
    private static boolean isNumber(final String cell, final JsonNode figure, final String kind)
    {
        final Matcher few = FEW.matcher(cell);
        final boolean isValue = kind.equals(VALUE);
        final JsonNode estimate = figure.path(kind);

        return (figure.path("verdict").isTextual() && cell.equals(figure.path("verdict").asText())) ||
            (few.matches() ? isValue && estimate.isNull() &&
            few.group(1).replace(",", "").equals(figure.path("least").asText()) :
            isEstimate(cell, estimate, !isValue));
    }

    private static boolean isEstimate(final String cell, final JsonNode estimate, final boolean hasInterval)
    {
        final Matcher found = ShownEstimate.PATTERN.matcher(cell);

        return estimate.path(VALUE).isNumber() ? found.matches() && ShownEstimate.of(found).isOf(estimate, 1) &&
            ShownEstimate.of(found).hasInterval() == (hasInterval && estimate.path("low").isNumber()) :
            cell.equals(NONE);
    }

    /** Returns whether a cell of a list is what its column names. */
    private boolean isOf(final String cell, final String column, final JsonNode one)
    {
        final JsonNode value = one.path(PLACES.getOrDefault(column, column));
        if (column.equals("shown"))
        {
            final JsonNode change = one.path(list.equals("steps") ? "worth" : "change");
            final boolean isShown = change.path("low").isNumber() &&
                (change.path("low").asDouble() > 0 || change.path("high").asDouble() < 0);

            return cell.equals(isShown ? "yes" : "no difference");
        }
        if (list.equals("break_even") && !value.isTextual())
        {
            return isOfRange(cell, one);
        }

        if (list.equals(IN_IO) && !value.isTextual())
        {
            return isInIo(cell, column, one);
        }
        if (list.equals(RANGES) && value.isNumber())
        {
            final Matcher found = ShownEstimate.PATTERN.matcher(cell);

            return found.matches() && ShownEstimate.of(found).isValue(value.asDouble());
        }

        return value.isObject() ? isEstimate(cell, value, true) :
            value.asText().equals(value.isNumber() ? cell.replace(",", "") : cell);
    }

    /** Returns whether each time of a cell is one of a break-even: now, tried, or where the sign changes. */
    private static boolean isOfRange(final String cell, final JsonNode one)
    {
        final Matcher found = ShownEstimate.PATTERN.matcher(cell);
        boolean isOf = true;
        while (found.find() && isOf)
        {
            final ShownEstimate time = ShownEstimate.of(found);
            isOf = time.isValue(one.path("now_ns").asDouble()) || time.isValue(one.path("from_ns").asDouble()) ||
                time.isValue(one.path("to_ns").asDouble()) || time.isValue(one.path("tried").path(0).asDouble()) ||
                time.isValue(one.path("tried").path(one.path("tried").size() - 1).asDouble());
        }

        return isOf;
    }

    /** Returns whether each number of a cell is one of a break-even in I/O, and its words say on which side. */
    private static boolean isInIo(final String cell, final String column, final JsonNode one)
    {
        final JsonNode numbers = switch (column)
        {
            case "now" -> one.path("now");
            case "change by" -> one.path("level");
            case "tried" -> one.path("tried");
            default -> one;
        };
        final Matcher found = ShownEstimate.PATTERN.matcher(cell);
        int count = 0;
        boolean isOf = true;
        while (found.find())
        {
            final ShownEstimate shown = ShownEstimate.of(found);
            boolean isOne = numbers.isNumber() && shown.isValue(numbers.asDouble());
            for (final JsonNode number : numbers.isArray() ? numbers : List.of(one.path("from"), one.path("to")))
            {
                isOne |= number.isNumber() && shown.isValue(number.asDouble());
            }
            isOf &= isOne;
            count++;
        }
        final String sides = one.path("sides").asText();
        final int due = (one.path("from").isNumber() ? 1 : 0) + (one.path("to").isNumber() ? 1 : 0);

        return isOf && (SPANLESS.contains(column) ? count > 0 : count == due &&
            cell.endsWith(" above") == sides.equals("<>") && cell.endsWith(" below") == sides.equals("><"));
    }

    private boolean must(final boolean isKept, final String fault)
    {
        if (!isKept)
        {
            faults.add(fault);
        }

        return isKept;
    }
}
