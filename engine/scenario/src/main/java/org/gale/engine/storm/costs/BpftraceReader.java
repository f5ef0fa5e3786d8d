package org.gale.engine.storm.costs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Reader of histograms that {@code bpftrace} prints, by {@code hist()} or {@code lhist()}. The name of a map, or its
 * key, is a function; the map's name says the unit. Pure functions.
 */
final class BpftraceReader
{
    private static final Pattern HEADING = Pattern.compile("@([\\w]*)(?:\\[([^\\]]*)\\])?:\\s*");
    private static final Pattern VALUE = Pattern.compile("@\\w*(?:\\[[^\\]]*\\])?: -?\\d+\\s*");
    private static final Pattern ROW =
        Pattern.compile("\\[(\\d{1,18})([KMGT]?), (\\d{1,18})([KMGT]?)\\)\\s+(\\d{1,18})\\s*\\|[@ ]*\\|\\s*");
    private static final Pattern ONE = Pattern.compile("\\[(\\d{1,18})([KMGT]?)\\]\\s+(\\d{1,18})\\s*\\|[@ ]*\\|\\s*");
    /** Row of the most calls: its bar has the whole width. */
    private static final Pattern FULL = Pattern.compile(".*\\|@+\\|\\s*");
    private static final Pattern BEYOND =
        Pattern.compile("(?:\\(\\.\\.\\., -?\\d+[KMGT]?\\)|\\[-.*|\\[\\d+[KMGT]?, \\.\\.\\.\\))\\s.*");
    private static final Pattern AROUND = Pattern.compile("(?:Attach(?:ing|ed) \\d+ probes?\\.*|\\^C)?\\s*");
    private static final Pattern UNIT = Pattern.compile("(?:(.*)_)?(ns|nsecs?|us|usecs?|ms|msecs?)");
    private static final Map<Character, Long> UNITS_NS = Map.of('n', 1L, 'u', 1_000L, 'm', 1_000_000L);
    private static final String SUFFIXES = "KMGT";
    private static final int SUFFIX_SHIFT = 10;
    private static final int TO = 3;
    private static final int TO_SUFFIX = 4;
    private static final int COUNT = 5;
    private static final int COUNT_OF_ONE = 3;

    private BpftraceReader()
    {
    }

    static boolean isHeading(final String line)
    {
        return HEADING.matcher(line).matches();
    }

    /**
     * Reads the histograms of a text.
     *
     * @param first index of the first heading
     */
    static HistogramText read(final String name, final List<String> lines, final int first)
    {
        final List<Histogram> all = new ArrayList<>();
        final Set<Histogram> full = new HashSet<>();
        for (int i = first; i < lines.size(); i++)
        {
            final String line = lines.get(i);
            final Place place = new Place(name, i + 1, 1);
            final Matcher heading = HEADING.matcher(line);
            if (heading.matches())
            {
                all.add(histogram(heading, all, place));
            }
            else if (!AROUND.matcher(line).matches() && !VALUE.matcher(line).matches())
            {
                addRow(line, all.get(all.size() - 1), place);
                if (FULL.matcher(line).matches())
                {
                    full.add(all.get(all.size() - 1));
                }
            }
        }
        for (final Histogram one : all)
        {
            if (one.count() > 0 && !full.contains(one))
            {
                throw new JobException(one.place(), "no bar of " + one.row().text() +
                    " is full, as that of the most calls is (is the text cut?)");
            }
        }

        return HistogramText.of("bpftrace", all, -1);
    }

    private static Histogram histogram(final Matcher heading, final List<Histogram> before, final Place place)
    {
        final Matcher unit = UNIT.matcher(heading.group(1));
        if (!unit.matches())
        {
            throw new JobException(place, "'" + MeasuredText.shown(heading.group()) +
                "' does not say its unit (name the map @ns, @us or @ms)");
        }
        final String function = heading.group(2) == null ? unit.group(1) : heading.group(2);
        if (function == null)
        {
            throw new JobException(place, "'" + MeasuredText.shown(heading.group()) +
                "' does not say its function (give the map a key: @ns[\"kvm_vgic_load\"])");
        }
        final HostFunctions.Row row = Histogram.row(function, place);
        for (final Histogram other : before)
        {
            if (other.row().equals(row))
            {
                throw new JobException(place, row.text() + " is in line " + other.place().line() +
                    ", too (give one histogram of it)");
            }
        }

        return new Histogram(row, UNITS_NS.get(unit.group(2).charAt(0)), place);
    }

    private static void addRow(final String line, final Histogram histogram, final Place place)
    {
        final Matcher row = ROW.matcher(line);
        final Matcher one = ONE.matcher(line);
        if (row.matches())
        {
            histogram.add(number(row.group(1), row.group(2), place), number(row.group(TO), row.group(TO_SUFFIX), place),
                Long.parseLong(row.group(COUNT)), place);
        }
        else if (one.matches())
        {
            final long from = number(one.group(1), one.group(2), place);
            histogram.add(from, from + 1, Long.parseLong(one.group(COUNT_OF_ONE)), place);
        }
        else if (BEYOND.matcher(line).matches())
        {
            throw new JobException(place, "'" + MeasuredText.shown(line) +
                "' has times that are negative or not known (record again, with hist)");
        }
        else
        {
            throw new JobException(place, "'" + MeasuredText.shown(line) +
                "' is no row of a histogram of bpftrace (is it cut? give all of the text)");
        }
    }

    private static long number(final String digits, final String suffix, final Place place)
    {
        long number = Long.parseLong(digits);
        for (int i = suffix.isEmpty() ? -1 : SUFFIXES.indexOf(suffix); i >= 0; i--)
        {
            if (number >= Long.MAX_VALUE >> SUFFIX_SHIFT)
            {
                throw new JobException(place, digits + suffix + " is no time (is the text changed?)");
            }
            number <<= SUFFIX_SHIFT;
        }

        return number;
    }
}
