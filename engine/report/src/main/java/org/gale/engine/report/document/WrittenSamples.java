package org.gale.engine.report.document;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
 * Laws between the CSV of the sampled interrupts of a storm and its report. They share no class with its writer. Used
 * once.
 */
public final class WrittenSamples
{
    private static final String AT = "at_ns";
    private static final String RESPONSE = "response_ns";
    private static final String DEACTIVATED = "deactivated_ns";
    /** Stages of the work after handlers, which only some storms have, and not each of their rows. */
    private static final List<String> LATER = List.of("softirq_ns", "thread_ns");
    private static final String VM = "vm";
    private static final String LPI = "lpi";
    private static final String NS = "_ns";
    private static final String STAGES = "stages";
    private static final List<String> OF_VIRTUAL = List.of("vm", "lpi", "device", "event", "vpe", AT, RESPONSE,
        "signalled_ns", "woken_ns", "waiting_ns", "acknowledged_ns", DEACTIVATED, "path", "partition");
    private static final List<String> OF_WALL = List.of("command", "vm", "lpi", "device", "event", "vpe", AT, RESPONSE,
        "late_ns", "queued_ns", "translated_ns", "signalled_ns", "woken_ns", "acknowledged_ns", DEACTIVATED);
    private static final Pattern END = Pattern.compile("# ([0-9]{1,18}) left out");
    private static final double NS_PER_S = 1e9;
    private static final long US = 1_000;
    private static final double HALF = 0.5;
    private static final double MEAN_ERROR = 1e-6;

    private final JsonNode report;
    private final boolean isVirtual;
    private final FileFaults faults = new FileFaults();
    /** Outliers of the report that no row was, by what a row has of them. */
    private final Map<String, List<Integer>> outliers = new HashMap<>();
    private final Map<Long, Long> rowsOfVms = new HashMap<>();
    private final Map<String, Long> longest = new HashMap<>();
    private final Map<String, Long> works = new HashMap<>();
    private List<String> columns = List.of();
    private long rows;
    private long lastAt = Long.MIN_VALUE;
    private long responses;
    private String end = "";

    private WrittenSamples(final JsonNode report)
    {
        this.report = report;
        this.isVirtual = report.has("modelled");
    }

    /**
     * Returns the laws that a file breaks; none of a sound one, and of a storm that failed.
     *
     * @param stream of the file; the caller closes it
     */
    public static List<String> faults(final InputStream stream, final JsonNode report) throws IOException
    {
        final WrittenSamples laws = new WrittenSamples(report);
        if (FileFaults.isJudged(report))
        {
            laws.lines(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
            laws.sums();
        }

        return laws.faults.all();
    }

    private void lines(final BufferedReader reader) throws IOException
    {
        final String heading = reader.readLine();
        columns = List.of((heading == null ? "" : heading).split(","));
        final List<String> least = isVirtual ? OF_VIRTUAL : OF_WALL;
        final boolean isWhole = columns.containsAll(least);
        faults.must(isWhole, () -> "its columns are " + heading + " in place of " + String.join(",", least));
        final JsonNode all = report.path("outliers");
        for (int i = 0; i < all.size(); i++)
        {
            final JsonNode command = report.path("host").path("outliers").path(i).path("command");
            outliers.computeIfAbsent(
                key(all.get(i), isVirtual ? "" : command.asText()), key -> new ArrayList<>()).add(i);
        }
        for (String line = reader.readLine(); line != null && isWhole; line = reader.readLine())
        {
            faults.must(end.isEmpty(), () -> "a row stands after '" + end + "'");
            if (line.startsWith("#"))
            {
                end = line;
            }
            else
            {
                row(line);
            }
        }
    }

    private void row(final String line)
    {
        rows++;
        final long row = rows;
        final String[] cells = line.split(",", -1);
        final Map<String, Long> times = new HashMap<>();
        final Set<String> ended = new HashSet<>();
        boolean isSound = cells.length == columns.size();
        for (int i = 0; isSound && i < cells.length; i++)
        {
            final String column = columns.get(i);
            if (column.endsWith(NS) || column.equals(VM))
            {
                final boolean isOpen = isVirtual && cells[i].isEmpty() && isAfter(column);
                final Long time = isOpen ? Long.valueOf(0) : number(cells[i]);
                isSound = time != null;
                times.put(column, time);
                if (!isOpen)
                {
                    ended.add(column);
                }
            }
        }
        final boolean isRow = isSound;
        faults.must(isRow, () -> "row " + row + " is no row: " + line);
        if (isRow)
        {
            times(row, times);
            works(row, ended);
            final String key = key(
                times, cells[columns.indexOf(LPI)], cells[columns.indexOf(isVirtual ? "path" : "command")]);
            final List<Integer> found = outliers.get(key);
            if (found != null)
            {
                found.remove(0);
                if (found.isEmpty())
                {
                    outliers.remove(key);
                }
            }
        }
    }

    private void times(final long row, final Map<String, Long> times)
    {
        final long at = times.get(AT);
        final long response = times.get(RESPONSE);
        long sum = 0;
        for (final Map.Entry<String, Long> time : times.entrySet())
        {
            final String column = time.getKey();
            if (column.endsWith(NS) && !column.equals(AT))
            {
                sum += column.equals(RESPONSE) || isAfter(column) ? 0 : time.getValue();
                longest.merge(column, time.getValue(), Math::max);
                faults.must(time.getValue() >= 0, () -> column + " of row " + row + " is " + time.getValue());
            }
        }
        final long stages = sum;
        faults.must(stages == response,
            () -> RESPONSE + " of row " + row + " is " + response +
            ", and its stages up to the acknowledge add up to " + stages);
        // the first offer may be sent after the time for which it was meant, on the wall clock alone
        faults.must(!isVirtual || at >= response,
            () -> AT + " of row " + row + " is " + at + ", before its response of " + response + " was over");
        final long before = lastAt;
        faults.must(at >= before, () -> AT + " of row " + row + " is " + at + ", before that of the row above, " +
            before);
        lastAt = at;
        responses += response;
        rowsOfVms.merge(times.get(VM), 1L, Long::sum);
    }

    private static boolean isAfter(final String column)
    {
        return column.equals(DEACTIVATED) || LATER.contains(column);
    }

    /** Checks the work of a row: of one kind, and after a handler that has ended. */
    private void works(final long row, final Set<String> ended)
    {
        final List<String> own = LATER.stream().filter(ended::contains).toList();
        own.forEach(column -> works.merge(column, 1L, Long::sum));
        faults.must(own.size() <= 1, () -> "row " + row + " has both " + String.join(" and ", own));
        faults.must(own.isEmpty() || ended.contains(DEACTIVATED), () -> own.get(0) + " of row " + row +
            " has a time, and " + DEACTIVATED + " has none");
    }

    private void sums()
    {
        final Matcher last = END.matcher(end);
        final boolean isEnd = last.matches();
        faults.must(isEnd, () -> "its last line is '" + end + "' in place of '# N left out'");
        if (isEnd)
        {
            final long leftOut = Long.parseLong(last.group(1));
            final JsonNode count = report.at("/latency_ns/response/count");
            faults.must(rows + leftOut == count.asLong(), () -> "it has " + rows + " rows and '" + end +
                "', and /latency_ns/response/count of the report is " + count);
            maxima(leftOut);
            if (leftOut == 0)
            {
                outliers();
                whole();
            }
        }
        final double elapsedNs = report.path("elapsed_s").asDouble() * NS_PER_S;
        faults.must(rows == 0 || FileFaults.isResumed(report) || lastAt <= elapsedNs + US,
            () -> AT + " of the last row is " + lastAt + ", and /elapsed_s of the report is " +
            report.path("elapsed_s"));
    }

    /** Checks the longest of each time: that of the report, and no longer where rows were left out. */
    private void maxima(final long leftOut)
    {
        longest.forEach((column, own) ->
        {
            final String place = "/latency_ns/" + (column.equals(RESPONSE) ? "" : "stages/") + name(column) + "/max";
            final JsonNode max = report.at(place);
            faults.must(!max.isNumber() || own == max.asLong() || (leftOut > 0 && own < max.asLong()),
                () -> "the longest " + column + " is " + own + ", and " + place + " of the report is " + max);
        });
    }

    /**
     * Checks that each outlier is a row. Where rows were left out it may be one of them, also an early one: of a
     * partition that ran behind others, or of an engine with more samples than others.
     */
    private void outliers()
    {
        outliers.values().forEach(missing -> missing.forEach(i -> faults.must(false,
            () -> "no row is /outliers/" + i + " of the report: " + report.path("outliers").path(i))));
    }

    /** Checks the samples of each VM, and of each kind of work, and their mean. */
    private void whole()
    {
        for (final String column : LATER)
        {
            final String place = "/latency_ns/stages/" + name(column) + "/count";
            final long own = works.getOrDefault(column, 0L);
            faults.must(own == report.at(place).asLong() || !columns.contains(column), () ->
                own + " rows have " + column + ", and " + place + " of the report is " + report.at(place));
        }
        for (final JsonNode vm : report.at("/latency_ns/vms"))
        {
            final long own = rowsOfVms.getOrDefault(vm.path(VM).asLong(), 0L);
            final JsonNode count = vm.at("/response/count");
            faults.must(own == count.asLong(), () -> own + " rows are of VM " + vm.path(VM) +
                ", and /latency_ns/vms of the report has " + count);
        }
        final JsonNode mean = report.at("/latency_ns/response/mean");
        faults.must(!mean.isNumber() || Math.abs(mean.asDouble() * rows - responses) <= HALF + rows * MEAN_ERROR,
            () -> "the responses of " + rows + " rows add up to " + responses +
            ", and /latency_ns/response/mean of the report is " + mean);
    }

    /** {@return what a row and an outlier have of an interrupt; a stage without time is in a row alone} */
    private static String key(final Map<String, Long> times, final String interrupt, final String other)
    {
        final StringBuilder key = new StringBuilder();
        key.append(times.get(VM)).append(' ').append(interrupt).append(' ').append(other).append(' ')
            .append(times.get(AT)).append(' ').append(times.get(RESPONSE));
        times.entrySet().stream().filter(time -> isStage(time.getKey()) && time.getValue() != 0).sorted(
            Map.Entry.comparingByKey()).forEach(time -> key.append(' ').append(time));

        return key.toString();
    }

    private static String key(final JsonNode outlier, final String command)
    {
        final Map<String, Long> times = new HashMap<>();
        outlier.path(STAGES).properties().forEach(stage -> times.put(stage.getKey() + NS, stage.getValue().asLong()));
        times.put(VM, outlier.path(VM).asLong());
        times.put(AT, outlier.path(AT).asLong());
        times.put(RESPONSE, outlier.path(RESPONSE).asLong());

        final String interrupt = outlier.has("ppi") ? "PPI " + outlier.path("ppi").asText() :
            outlier.has("spi") ? "SPI " + outlier.path("spi").asText() : outlier.path(LPI).asText();

        return key(times, interrupt, outlier.path("path").asText(command));
    }

    private static String name(final String column)
    {
        return column.substring(0, column.length() - NS.length());
    }

    private static boolean isStage(final String column)
    {
        return column.endsWith(NS) && !column.equals(AT) && !column.equals(RESPONSE);
    }

    private static Long number(final String cell)
    {
        try
        {
            return Long.valueOf(cell);
        }
        catch (final NumberFormatException ex)
        {
            return null;
        }
    }
}
