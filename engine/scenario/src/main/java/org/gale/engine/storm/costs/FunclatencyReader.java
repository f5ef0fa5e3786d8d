package org.gale.engine.storm.costs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/** Reader of histograms that {@code funclatency} prints, of one function or of several. Owner: the calling thread. */
final class FunclatencyReader
{
    private static final Pattern HEADING = Pattern.compile("\\s*([num])secs\\s+: count\\s+distribution\\s*");
    private static final Pattern TRACING = Pattern.compile(
        "Tracing (?:(\\d{1,9}) functions? for )?\"?(?:b')?([^\"'\\s]+?)'?\"?\\.\\.*\\s+" +
        "Hit Ctrl-C to (?:end|exit)\\.?\\s*");
    private static final Pattern FUNCTION = Pattern.compile("Function = (?:b')?([^'\\s]+)'?(?: \\[(\\d+)\\])?\\s*");
    private static final Pattern ROW =
        Pattern.compile("\\s*(\\d{1,18}) -> (\\d{1,18})\\s*: (\\d{1,18})\\s*\\|[*+ ]*\\|\\s*");
    private static final Pattern MEAN = Pattern.compile(
        "avg = (\\d{1,18}) ([num])secs, total: (\\d{1,18}) ([num])secs, count: (\\d{1,18})\\s*");
    private static final Pattern AROUND = Pattern.compile("(?:\\^C)?\\s*|Exiting trace of .*|Detaching\\.\\.\\.\\s*");
    private static final Pattern END = Pattern.compile("Exiting trace of .*|Detaching\\.\\.\\.\\s*");
    private static final Map<String, Long> UNITS_NS = Map.of("n", 1L, "u", 1_000L, "m", 1_000_000L);
    private static final int TOTAL = 3;
    private static final int TOTAL_UNIT = 4;
    private static final int COUNT = 5;

    private final List<Histogram> all = new ArrayList<>();
    private final Map<HostFunctions.Row, Histogram> byRow = new HashMap<>();
    private final Set<String> sections = new HashSet<>();
    private String function;
    private String process = "";
    private Histogram last;
    private String unit;
    private double meanNs = -1;
    private boolean isEnded;

    private FunclatencyReader()
    {
    }

    static boolean isHeading(final String line)
    {
        return HEADING.matcher(line).matches();
    }

    /** Reads the histograms of a text, whose first lines name the function. */
    static HistogramText read(final String name, final List<String> lines)
    {
        final FunclatencyReader reader = new FunclatencyReader();
        for (int i = 0; i < lines.size(); i++)
        {
            reader.add(lines.get(i), new Place(name, i + 1, 1));
        }
        if (!reader.isEnded)
        {
            throw new JobException(new Place(name, lines.size(), 1),
                "ends before 'avg =' or 'Detaching...', the end of funclatency (give all of the text)");
        }

        return HistogramText.of("funclatency", reader.all, reader.all.size() == 1 ? reader.meanNs : -1);
    }

    private void add(final String line, final Place place)
    {
        final Matcher tracing = TRACING.matcher(line);
        final Matcher named = FUNCTION.matcher(line);
        final Matcher heading = HEADING.matcher(line);
        final Matcher row = ROW.matcher(line);
        final Matcher mean = MEAN.matcher(line);
        if (tracing.matches())
        {
            function = tracing.group(1) == null || tracing.group(1).equals("1") ? tracing.group(2) : null;
        }
        else if (named.matches())
        {
            function = named.group(1);
            process = named.group(2) == null ? "" : named.group(2);
        }
        else if (heading.matches())
        {
            begin(heading.group(1), place);
        }
        else if (mean.matches())
        {
            end(mean, place);
        }
        else if (row.matches() && last != null)
        {
            last.add(Long.parseLong(row.group(1)), Long.parseLong(row.group(2)) + 1, Long.parseLong(row.group(TOTAL)),
                place);
        }
        else if (last != null && !AROUND.matcher(line).matches())
        {
            throw new JobException(place, "'" + MeasuredText.shown(line) +
                "' is no row of a histogram of funclatency (is it cut? give all of the text)");
        }
        isEnded |= last != null && END.matcher(line).matches();
    }

    private void begin(final String ofHeading, final Place place)
    {
        if (function == null)
        {
            throw new JobException(place, "a histogram of no function, or of several (trace one, or use -F, and give " +
                "all of the text)");
        }
        if (isEnded)
        {
            throw new JobException(place, "a second histogram begins here (run it without -i)");
        }
        if (unit != null && !unit.equals(ofHeading))
        {
            throw new JobException(place, ofHeading + "secs follow " + unit + "secs (give a file for one run)");
        }
        unit = ofHeading;
        final HostFunctions.Row row = Histogram.row(function, place);
        if (!sections.add(function + ' ' + process))
        {
            throw new JobException(place, row.text() + " is in line " + byRow.get(row).place().line() +
                ", too (give one histogram of it)");
        }
        last = byRow.get(row);
        if (last == null)
        {
            last = new Histogram(row, UNITS_NS.get(unit), place);
            byRow.put(row, last);
            all.add(last);
        }
        last.restart();
    }

    private void end(final Matcher mean, final Place place)
    {
        final long count = Long.parseLong(mean.group(COUNT));
        final long sum = all.stream().mapToLong(Histogram::count).sum();
        final double total = Double.parseDouble(mean.group(TOTAL));
        if (count != sum)
        {
            throw new JobException(place, "the rows have " + NumberText.counted(sum, "call") + ", and the count is " +
                NumberText.count(count) + " (is the text cut or changed?)");
        }
        if (!mean.group(2).equals(unit) || !mean.group(TOTAL_UNIT).equals(unit))
        {
            throw new JobException(place, "the mean is in " + mean.group(2) + "secs, and the rows are in " + unit +
                "secs (is the text changed?)");
        }
        if (count > 0 && Math.abs(total / count - Double.parseDouble(mean.group(1))) > 1)
        {
            throw new JobException(place, "a mean of " + mean.group(1) + " is not the total of " + mean.group(TOTAL) +
                " divided by the count (is the text changed?)");
        }
        meanNs = count == 0 ? -1 : total / count * UNITS_NS.get(unit);
        isEnded = true;
    }
}
