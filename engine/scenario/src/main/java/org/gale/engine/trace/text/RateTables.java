package org.gale.engine.trace.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Tables of rates of interrupts: those by CPU that {@code mpstat -I ALL} prints, and those since the boot that
 * {@code vmstat -i} prints. Averages of mpstat win over its intervals, of which the mean is taken. Owner: the calling
 * thread.
 */
final class RateTables
{
    /** Limit of the rates that are kept. */
    static final int RATE_LIMIT = 1 << 20;

    /** Time that stands for the unknown length of a rate: two decimals of a rate become whole interrupts. */
    private static final long SPAN_NS = 100_000_000_000L;
    private static final int SPAN_S = 100;
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}:\\d{2}:\\d{2}(\\s+[AP]M)?|Average:)\\s+(.*)");
    private static final Pattern RATE = Pattern.compile("\\d{1,9}(\\.\\d{1,3})?");
    private static final Pattern CPU = Pattern.compile("\\d{1,5}");
    private static final Pattern COLUMN = Pattern.compile("(\\d{1,9}|IPI\\d{1,3}|[A-Z]{2,4})/s");
    private static final Pattern SINCE_BOOT = Pattern.compile("(\\S.*?)\\s+(\\d{1,18})\\s+(\\d{1,12})\\s*");
    private static final Pattern HEAD = Pattern.compile("interrupt\\s+total\\s+rate\\s*");
    private static final Pattern HEAD_OF_MPSTAT = Pattern.compile("Linux \\S+ \\(.*\\)\\s.*\\(\\d+ CPU\\)");
    private static final Pattern OF_CPU = Pattern.compile("cpu(\\d{1,5}):\\s*(.*)");
    private static final Pattern NUMBERED = Pattern.compile("irq(\\d{1,9}):\\s*(.*)");
    private static final String TOTAL = "Total";
    /** Columns of mpstat's table of softirqs. */
    private static final String SOFTIRQS = "HI";

    private final Map<Key, Sum> intervals = new LinkedHashMap<>();
    private final Map<Key, Sum> averages = new LinkedHashMap<>();
    private List<String> columns = List.of();
    private boolean isSinceBoot;
    private long totalOfBoot;
    private long rateOfBoot;

    /** Interrupt and the CPU that took it. */
    private record Key(String label, String action, int cpu)
    {
    }

    /** Sum of rates, and how many they are. */
    private static final class Sum
    {
        private double sum;
        private int count;
    }

    /** Reads a line; false if the line is no part of such a table. */
    boolean line(final TextLines text)
    {
        final String line = new String(text.bytes(), text.start(), text.end() - text.start(), UTF_8).strip();
        if (HEAD.matcher(line).matches())
        {
            isSinceBoot = true;

            return true;
        }
        if (HEAD_OF_MPSTAT.matcher(line).matches())
        {
            return true;
        }
        final Matcher clock = CLOCK.matcher(line);

        return isSinceBoot ? sinceBoot(line) : clock.matches() &&
            row(clock.group(1).startsWith("A") ? averages : intervals, BLANKS.split(clock.group(3), -1));
    }

    /** Returns whether there was a rate. */
    boolean isAny()
    {
        return !intervals.isEmpty() || !averages.isEmpty();
    }

    /** Returns the rates. */
    InterruptRates rates()
    {
        final Map<Key, Sum> kept = averages.isEmpty() ? intervals : averages;
        final TreeSet<Integer> numbers = new TreeSet<>();
        kept.keySet().forEach(key -> numbers.add(key.cpu));
        final List<Integer> cpus = List.copyOf(numbers);
        final double perTotal = totalOfBoot == 0 ? 0 : (double)rateOfBoot / totalOfBoot;
        final List<InterruptRates.Pair> pairs = new ArrayList<>();
        kept.forEach((key, rate) ->
        {
            final long count = Math.round(rate.sum / rate.count * (isSinceBoot ? perTotal : 1) * SPAN_S);
            if (count > 0)
            {
                pairs.add(new InterruptRates.Pair(key.label, key.action, cpus.indexOf(key.cpu), count));
            }
        });

        final String basis = isSinceBoot ? "rates since the boot, of vmstat, which names no CPU of a device" :
            averages.isEmpty() ? "rates of mpstat" : "averages of mpstat";

        return new InterruptRates(cpus, basis, SPAN_NS, "the rates of the text", pairs);
    }

    /** Reads a head or a row of mpstat. */
    private boolean row(final Map<Key, Sum> rates, final String... words)
    {
        if (words[0].equals("CPU"))
        {
            columns = new ArrayList<>();
            for (int i = 1; i < words.length; i++)
            {
                final Matcher column = COLUMN.matcher(words[i]);
                columns.add(column.matches() ? column.group(1) : "");
            }
            columns = columns.contains(SOFTIRQS) ? List.of() : columns;

            return true;
        }
        final boolean isRow = CPU.matcher(words[0]).matches();
        for (int i = 1; isRow && i < words.length && i <= columns.size(); i++)
        {
            if (!columns.get(i - 1).isEmpty() && RATE.matcher(words[i]).matches())
            {
                add(rates, new Key(columns.get(i - 1), "", Integer.parseInt(words[0])), Double.parseDouble(words[i]));
            }
        }

        return isRow || words[0].equals("all");
    }

    /** Reads a row of vmstat. */
    private boolean sinceBoot(final String line)
    {
        final Matcher row = SINCE_BOOT.matcher(line);
        if (!row.matches())
        {
            return false;
        }
        final String name = row.group(1);
        final long count = Long.parseLong(row.group(2));
        if (name.equals(TOTAL))
        {
            totalOfBoot = count;
            rateOfBoot = Long.parseLong(row.group(3));

            return true;
        }
        final Matcher ofCpu = OF_CPU.matcher(name);
        final Matcher numbered = NUMBERED.matcher(name);
        final Key key = ofCpu.matches() ? new Key(ofCpu.group(2), "", Integer.parseInt(ofCpu.group(1))) :
            numbered.matches() ? new Key(numbered.group(1), numbered.group(2), 0) : new Key(name, "", 0);
        add(intervals, key, (double)count);

        return true;
    }

    private static void add(final Map<Key, Sum> rates, final Key key, final double rate)
    {
        final Sum sum = rates.size() < RATE_LIMIT ? rates.computeIfAbsent(key, any -> new Sum()) : rates.get(key);
        if (sum != null)
        {
            sum.sum += rate;
            sum.count++;
        }
    }
}
