package org.gale.engine.storm.costs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Output of {@code cyclictest -h}: a histogram of latencies in microseconds.
 *
 * @param bins  with latencies, by time
 * @param place of the histogram
 */
record CyclictestText(List<WeightedTimes.Time> bins, Place place) implements MeasuredText
{
    private static final String HEADING = "# Histogram";
    private static final Pattern ROW = Pattern.compile("(\\d{1,7})((?:\\s+\\d{1,18}){1,256})\\s*");
    private static final Pattern SUMMARY = Pattern.compile(
        "# (Total|Min Latencies|Avg Latencies|Max Latencies|Histogram Overflows):((?:\\s+\\d{1,18}){1,256})\\s*");
    private static final String TOTAL = "Total";
    private static final String LEAST = "Min Latencies";
    private static final String MEAN = "Avg Latencies";
    private static final String MOST = "Max Latencies";
    private static final String OVERFLOWS = "Histogram Overflows";
    private static final int BIN_LIMIT = 10_000;
    private static final long NS_PER_US = 1_000;

    static boolean isHeading(final String line)
    {
        return line.strip().equals(HEADING);
    }

    /**
     * Reads a histogram.
     *
     * @param from index of the line behind the heading
     */
    static CyclictestText read(final String name, final List<String> lines, final int from)
    {
        final List<long[]> rows = new ArrayList<>();
        final Map<String, List<Long>> summary = new HashMap<>();
        final Map<String, Place> places = new HashMap<>();
        for (int i = from; i < lines.size() && !summary.containsKey(OVERFLOWS); i++)
        {
            final String line = lines.get(i);
            final Place place = new Place(name, i + 1, 1);
            MeasuredText.checkPoint(line, place);
            final Matcher row = ROW.matcher(line);
            final Matcher end = SUMMARY.matcher(line);
            if (row.matches())
            {
                rows.add(row(row, rows, place));
            }
            else if (end.matches())
            {
                summary.put(end.group(1), numbers(end.group(2)));
                places.put(end.group(1), place);
            }
            else if (!line.isBlank())
            {
                throw new JobException(place, "'" + line.strip() +
                    "' is no line of a histogram of cyclictest (is it cut? give all of it)");
            }
        }
        if (!summary.keySet().containsAll(List.of(TOTAL, LEAST, MEAN, MOST, OVERFLOWS)))
        {
            throw new JobException(new Place(name, lines.size(), 1),
                "ends before '# " + OVERFLOWS + "', the end of a histogram of cyclictest (give all of the text)");
        }
        final int threads = threads(rows);
        checkTotals(rows, threads, summary.get(TOTAL), places.get(TOTAL));
        checkOverflows(summary.get(OVERFLOWS), threads, places.get(OVERFLOWS));
        final List<WeightedTimes.Time> bins = bins(rows, threads);
        final long most = summary.get(MOST).stream().limit(threads).mapToLong(Long::longValue).max().orElse(0);
        if (bins.isEmpty() || most != us(bins.get(bins.size() - 1)))
        {
            throw new JobException(places.get(MOST), bins.isEmpty() ? "no latency was measured (let it run)" :
                most + " us is not the last of the histogram, " + us(bins.get(bins.size() - 1)) +
                " us (is the text changed?)");
        }

        final long least = summary.get(LEAST).stream().limit(threads).mapToLong(Long::longValue).min().orElse(0);
        if (least != us(bins.get(0)))
        {
            throw new JobException(places.get(LEAST), least + " us is not the first of the histogram, " +
                us(bins.get(0)) + " us (is the text changed?)");
        }
        checkMeans(rows, threads, summary.get(MEAN), places.get(MEAN));
        if (bins.size() > BIN_LIMIT)
        {
            throw new JobException(places.get(MOST), NumberText.count(bins.size()) + " times are more than " +
                NumberText.count(BIN_LIMIT) + " (run it again with -h " + BIN_LIMIT + ')');
        }

        return new CyclictestText(bins, new Place(name, from, 1));
    }

    private static long us(final WeightedTimes.Time bin)
    {
        return (long)bin.ns() / NS_PER_US;
    }

    private static long[] row(final Matcher row, final List<long[]> before, final Place place)
    {
        final List<Long> counts = numbers(row.group(2));
        final long us = Long.parseLong(row.group(1));
        final long[] last = before.isEmpty() ? null : before.get(before.size() - 1);
        if (last != null && (us <= last[0] || counts.size() != last.length - 1))
        {
            throw new JobException(place, us <= last[0] ? us + " us follows " + last[0] +
                " us (give a file for one run)" : "has " + counts.size() + " counts, and the rows before have " +
                (last.length - 1) + " (is it cut?)");
        }
        final long[] numbers = new long[counts.size() + 1];
        numbers[0] = us;
        for (int thread = 0; thread < counts.size(); thread++)
        {
            numbers[thread + 1] = counts.get(thread);
        }

        return numbers;
    }

    private static List<Long> numbers(final String text)
    {
        final List<Long> numbers = new ArrayList<>();
        for (final String number : text.strip().split("\\s+", -1))
        {
            numbers.add(Long.parseLong(number));
        }

        return numbers;
    }

    /** Returns the number of threads. With {@code -H} the last column is the sum of those before, and no thread. */
    private static int threads(final List<long[]> rows)
    {
        final int columns = rows.isEmpty() ? 1 : rows.get(0).length - 1;

        return columns > 2 && rows.stream().allMatch(row -> sum(row, columns - 1) == row[columns]) ?
            columns - 1 : columns;
    }

    private static long sum(final long[] row, final int threads)
    {
        long sum = 0;
        for (int thread = 1; thread <= threads; thread++)
        {
            sum += row[thread];
        }

        return sum;
    }

    private static void checkTotals(
        final List<long[]> rows, final int threads, final List<Long> totals, final Place place)
    {
        for (int thread = 1; thread <= threads; thread++)
        {
            final int column = thread;
            final long sum = rows.stream().mapToLong(row -> row[column]).sum();
            final long total = thread <= totals.size() ? totals.get(thread - 1) : -1;
            if (sum != total)
            {
                throw new JobException(place, "the rows have " + NumberText.count(sum) + " latencies of thread " +
                    (thread - 1) + ", and the total is " + (total < 0 ? "missing" : NumberText.count(total)) +
                    " (is the text cut or changed?)");
            }
        }
    }

    /** Refuses a mean that is not that of the rows, cut to whole microseconds. */
    private static void checkMeans(
        final List<long[]> rows, final int threads, final List<Long> means, final Place place)
    {
        for (int thread = 1; thread <= threads; thread++)
        {
            final int column = thread;
            final long count = rows.stream().mapToLong(row -> row[column]).sum();
            final double mean = rows.stream().mapToDouble(row -> (double)row[0] * row[column]).sum() / count;
            final long said = thread <= means.size() ? means.get(thread - 1) : -1;
            if (count > 0 && Math.abs(said - mean) >= 1)
            {
                throw new JobException(place, "the rows of thread " + (thread - 1) + " have a mean of " +
                    MeasuredCost.text(mean * NS_PER_US) + ", and the text says " + (said < 0 ? "none" : said + " us") +
                    " (is the text cut or changed?)");
            }
        }
    }

    private static void checkOverflows(final List<Long> overflows, final int threads, final Place place)
    {
        final long over = overflows.stream().limit(threads).mapToLong(Long::longValue).sum();
        if (over > 0)
        {
            throw new JobException(place, NumberText.count(over) + " longer than the histogram, so that their times " +
                "are not known (run it again with a larger -h)");
        }
    }

    private static List<WeightedTimes.Time> bins(final List<long[]> rows, final int threads)
    {
        final List<WeightedTimes.Time> bins = new ArrayList<>();
        for (final long[] row : rows)
        {
            final long count = sum(row, threads);
            if (count > 0)
            {
                bins.add(new WeightedTimes.Time(row[0] * NS_PER_US, count));
            }
        }

        return bins;
    }

    @Override
    public List<MeasuredCost> costs(final CostModel base)
    {
        final WeightedTimes times = new WeightedTimes(bins);
        final String formula = "histogram of " + NumberText.count(times.count()) + " latencies with a mean of " +
            MeasuredCost.text(times.meanNs()) + ", whole microseconds" + times.text("bins");

        return List.of(new MeasuredCost(Cost.SCHEDULE, times.list(place), formula, place));
    }

    @Override
    public String program()
    {
        return "cyclictest";
    }
}
