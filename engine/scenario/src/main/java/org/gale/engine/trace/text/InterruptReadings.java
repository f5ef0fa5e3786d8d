package org.gale.engine.trace.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.gale.engine.trace.text.LineBytes.endOfDigits;
import static org.gale.engine.trace.text.LineBytes.isBlank;
import static org.gale.engine.trace.text.LineBytes.isDigit;

/**
 * Readings of {@code /proc/interrupts}. Each begins with a line of CPUs, and has a row of counters for each interrupt.
 * Owner: the calling thread.
 */
public final class InterruptReadings
{
    /** Limit of the rows that have counts, times the CPUs. */
    static final int COUNTER_LIMIT = 1 << 22;
    static final int ROW_LIMIT = 1 << 16;
    static final int READING_LIMIT = 1 << 20;
    /** Limit of the counters that are seen to fall. */
    static final int FALL_LIMIT = 1 << 16;
    /** Interrupts a second that a CPU does not take of one kind: each would take less than a microsecond. */
    static final long RATE_LIMIT = 1_000_000;

    private static final int PROGRESS_LINES = 1 << 14;
    private static final int LABEL_LIMIT = 8;
    private static final String IN_ORDER = " (give the earlier text first, readings of one boot, and their interval)";
    private static final int CPU_LETTERS = "CPU".length();
    private static final double NS_PER_S = 1e9;
    private static final Pattern CPU = Pattern.compile("CPU\\d{1,6}");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Set<String> ERRORS = Set.of("ERR", "MIS", "Err");

    private final int cpuLimit;
    private final ImportCounts counts = new ImportCounts();
    private final String intervalOption;
    private final ReadingTimes times;
    private final RateTables tables = new RateTables();
    private final ForeignText.Search foreign = new ForeignText.Search();
    private final Map<String, InterruptRow> rowOfLabel = new HashMap<>();
    private final List<InterruptRow> rows = new ArrayList<>();
    private final List<CounterFall> falls = new ArrayList<>();
    private final List<Integer> cpus = new ArrayList<>();
    private byte[] header = {};
    private long[] values = {};
    private int reading = -1;
    private int rowsOfReading;
    private int rowsBefore;
    private int rowsOfBoth;
    private int nextRow;
    private long counters;
    private boolean isOpen;

    /**
     * Begins without a reading.
     *
     * @param cpuLimit       the most CPUs of a reading
     * @param intervalOption that gives the time between readings, for messages
     */
    public InterruptReadings(final int cpuLimit, final String intervalOption)
    {
        this.cpuLimit = cpuLimit;
        this.intervalOption = intervalOption;
        this.times = new ReadingTimes(intervalOption);
    }

    /** Returns the counts of the rules of the import. */
    public ImportCounts counts()
    {
        return counts;
    }

    /** Returns the number of readings so far. */
    public int readings()
    {
        return reading + 1;
    }

    /**
     * Reads a text to its end.
     *
     * @param name     of the text in messages
     * @param progress takes the lines so far, now and then
     * @throws OutcomeException if CPUs come or go, a counter falls and does not wrap, or a limit is exceeded
     */
    public void read(final InputStream in, final String name, final LongConsumer progress) throws IOException
    {
        final TextLines text = new TextLines(in, name);
        times.begin();
        isOpen = false;
        while (text.next())
        {
            line(text);
            if (text.number() % PROGRESS_LINES == 0)
            {
                progress.accept(text.number());
            }
        }
        foreign.check(name, 0);
        if (text.isDamaged())
        {
            throw new OutcomeException(Outcome.USAGE, name + ": gzip is cut or damaged after line " + text.number() +
                " (give a whole file, or what is whole of it as text)");
        }
    }

    /**
     * Ends the readings.
     *
     * @param name       of the texts in messages
     * @param intervalNs time from one reading to the next, ns; 0 where the texts say it
     * @throws OutcomeException if there are not two readings, or the time between them is not known
     */
    public InterruptRates end(final String name, final long intervalNs)
    {
        if (readings() == 0 && tables.isAny())
        {
            return tables.rates();
        }
        if (readings() < 2)
        {
            final boolean isNone = readings() == 0;
            throw new OutcomeException(isNone ? Outcome.CHECK_FAILED : Outcome.USAGE, name + ": " + (isNone ?
                "no reading of /proc/interrupts was found: it begins with a line CPU0 CPU1 ..." :
                "one reading was found, and a rate needs two (give a second text, or one of several readings)"));
        }
        endReading();
        times.end(readings(), intervalNs);
        falls.forEach(this::check);
        final InterruptRates rates =
            new InterruptRates(cpus, NumberText.counted(readings(), "reading") + " in " +
            NumberText.duration(times.spanNs()) + " by " + times.source(), times.spanNs(), times.source(), pairs());
        rates.pairs().forEach(pair -> check(pair, rates));

        return rates;
    }

    private List<InterruptRates.Pair> pairs()
    {
        final List<InterruptRates.Pair> pairs = new ArrayList<>();
        for (final InterruptRow row : rows)
        {
            for (int cpu = 0; cpu < cpus.size(); cpu++)
            {
                if (row.risen(cpu) > 0)
                {
                    pairs.add(new InterruptRates.Pair(row.label, row.action, cpu, row.risen(cpu)));
                }
            }
        }

        return pairs;
    }

    /** Refuses a fall that is no wrap: the interrupts that it stands for are more than a CPU takes. */
    private void check(final CounterFall fall)
    {
        final long ns = times.stepNs(fall.reading());
        if (fall.rise() * NS_PER_S > (double)RATE_LIMIT * ns)
        {
            throw new OutcomeException(Outcome.USAGE, fall.text(cpus) + ": a wrap at 2^32 would be " +
                NumberText.counted(fall.rise(), "interrupt") + " in " + NumberText.duration(ns) +
                ", and a CPU takes at most " + NumberText.count(RATE_LIMIT) + " a second" + IN_ORDER);
        }
    }

    private void check(final InterruptRates.Pair pair, final InterruptRates rates)
    {
        if (rates.perS(pair.count()) > RATE_LIMIT)
        {
            throw new OutcomeException(Outcome.USAGE, "row " + pair.label() + ", CPU" + cpus.get(pair.cpu()) + ": " +
                NumberText.counted(pair.count(), "interrupt") + " in " + NumberText.duration(rates.spanNs()) + " by " +
                rates.source() + " are more than the " + NumberText.count(RATE_LIMIT) +
                " a second that a CPU takes (give the right " + intervalOption + " T)");
        }
    }

    private void line(final TextLines text)
    {
        final int start = skipBlanks(text.bytes(), text.start(), text.end());
        final boolean isRow = start < text.end() && isOpen && row(text, start);
        if (start == text.end() || isRow || isHeader(text, start) || (reading < 0 && tables.line(text)))
        {
            return;
        }
        foreign.line(text);
        final InterruptStamps.Stamp stamp = text.end() - start > InterruptStamps.LENGTH_LIMIT ? null :
            InterruptStamps.of(text(text, start));
        if (stamp != null)
        {
            times.stamp(stamp);
        }
        final long everyNs = text.end() - start > InterruptStamps.LENGTH_LIMIT ? 0 :
            InterruptStamps.everyNs(text(text, start));
        if (everyNs > 0)
        {
            times.every(everyNs);
        }
        if (stamp == null && everyNs == 0)
        {
            counts.add(ImportCounts.Rule.OTHER_LINE, text);
        }
    }

    private static String text(final TextLines text, final int start)
    {
        return new String(text.bytes(), start, text.end() - start, UTF_8).strip();
    }

    /** Reads the line of CPUs that begins a reading; false if the line is none. */
    private boolean isHeader(final TextLines text, final int start)
    {
        final byte[] line = text.bytes();
        if (start + CPU_LETTERS >= text.end() || line[start] != 'C' || !isDigit(line[start + CPU_LETTERS]))
        {
            return false;
        }
        final boolean isSame =
            Arrays.equals(line, text.start(), text.end(), header, 0, header.length) && reading >= 0;
        if (!isSame)
        {
            final String[] words = BLANKS.split(text(text, start), -1);
            if (!CPU.matcher(words[0]).matches() || (words.length > 1 && !CPU.matcher(words[1]).matches()))
            {
                return false;
            }
            checkCpus(text, words);
            header = Arrays.copyOfRange(line, text.start(), text.end());
        }
        if (reading >= 0)
        {
            endReading();
        }
        begin(text);

        return true;
    }

    private void begin(final TextLines text)
    {
        reading++;
        if (reading == READING_LIMIT)
        {
            throw failure(text, "more than " + NumberText.count(READING_LIMIT) + " readings (give a part of them)");
        }
        times.reading(reading);
        rowsBefore = rowsOfReading;
        rowsOfReading = 0;
        rowsOfBoth = 0;
        nextRow = 0;
        isOpen = true;
    }

    /** Counts the rows that the reading before had and this one has not. */
    private void endReading()
    {
        counts.add(ImportCounts.Rule.ROW_WENT, rowsBefore - rowsOfBoth);
    }

    /** Takes the CPUs of the first reading, and refuses others. */
    private void checkCpus(final TextLines text, final String[] words)
    {
        if (text.isCut())
        {
            throw failure(text, "a head of more than " + NumberText.count(TextLines.LINE_LIMIT) +
                " bytes, and a VM has at most " + NumberText.count(cpuLimit) + " VPEs (leave columns out)");
        }
        final List<Integer> found = new ArrayList<>();
        for (final String word : words)
        {
            final int number = CPU.matcher(word).matches() ? Integer.parseInt(word.substring(CPU_LETTERS)) : -1;
            if (number < 0 || (!found.isEmpty() && number <= found.get(found.size() - 1)))
            {
                throw failure(text, "'" + word + "' is no CPU after CPU" + found.get(found.size() - 1) +
                    ": the line was cut, as watch does at the width of its terminal (record by a loop into a file)");
            }
            found.add(number);
        }
        if (found.size() > cpuLimit)
        {
            throw failure(text, NumberText.counted(found.size(), "CPU") + ", and a VM has at most " +
                NumberText.count(cpuLimit) + " VPEs (leave columns out)");
        }
        if (reading < 0)
        {
            cpus.addAll(found);
            values = new long[found.size()];
        }
        else if (!found.equals(cpus))
        {
            final List<Integer> gone = new ArrayList<>(cpus);
            gone.removeAll(found);
            found.removeAll(cpus);
            final boolean isGone = !gone.isEmpty();
            throw failure(text, "CPU" + (isGone ? gone : found).get(0) + (isGone ? " went" : " came") +
                " since the reading before (record again while CPUs neither come nor go)");
        }
    }

    /** Reads a row; false if the line is none. */
    private boolean row(final TextLines text, final int start)
    {
        final byte[] line = text.bytes();
        final InterruptRow expected = nextRow < rows.size() ? rows.get(nextRow) : null;
        final boolean isExpected =
            expected != null && LineBytes.startsWith(line, start, text.end(), expected.letters);
        final int colon = isExpected ? start + expected.letters.length - 1 : colon(line, start, text.end());
        if (colon < 0)
        {
            return false;
        }
        int at = colon + 1;
        int count = 0;
        boolean isNumber = true;
        while (isNumber && count < values.length)
        {
            final int digits = skipBlanks(line, at, text.end());
            final int end = endOfDigits(line, digits, text.end());
            isNumber = end > digits && (end == text.end() || isBlank(line[end]));
            if (isNumber)
            {
                values[count] = LineBytes.number(line, digits, end);
                count++;
                at = end;
            }
        }
        if (count == values.length && (isExpected || !isError(line, start, colon)))
        {
            return take(text, isExpected ? expected : row(text, start, colon, at));
        }
        final boolean isTime = count == 0 && colon + 1 < text.end() && isDigit(line[colon + 1]);
        if (!isTime)
        {
            counts.add(isError(line, start, colon) ? ImportCounts.Rule.ERR_OR_MIS :
                count == 0 ? ImportCounts.Rule.WITHOUT_A_NUMBER : ImportCounts.Rule.CUT_ROW, text);
        }

        return !isTime;
    }

    /** Returns the row of a label; null for the letters of one that the first reading has not. */
    private InterruptRow row(final TextLines text, final int start, final int colon, final int rest)
    {
        final String label = new String(text.bytes(), start, colon - start, UTF_8);
        final InterruptRow known = rowOfLabel.get(label);
        if (known != null || (reading > 0 && !InterruptRow.isNumber(label)))
        {
            return known;
        }
        if (rows.size() == ROW_LIMIT)
        {
            throw failure(text, "more than " + NumberText.count(ROW_LIMIT) + " rows (leave rows out)");
        }
        final InterruptRow row = InterruptRow.of(label, rows.size(), text.bytes(), rest, text.end());
        rows.add(row);
        rowOfLabel.put(label, row);

        return row;
    }

    /** Takes the counts of a row; false if it is no row of this machine. */
    private boolean take(final TextLines text, final InterruptRow row)
    {
        if (row == null)
        {
            return false;
        }
        if (row.reading == reading)
        {
            throw failure(text, "row " + row.label + " is twice in one reading (the line CPU0 ... of the next one is " +
                "missing, or texts of two machines are mixed)");
        }
        final boolean isOfBoth = reading > 0 && row.reading == reading - 1;
        rowsOfBoth += isOfBoth ? 1 : 0;
        rowsOfReading++;
        if (reading > 0 && !isOfBoth)
        {
            counts.add(ImportCounts.Rule.ROW_CAME, text);
        }
        row.reading = reading;
        nextRow = row.index + 1;
        for (int cpu = 0; cpu < values.length; cpu++)
        {
            if (values[cpu] != 0 && !row.isCounted())
            {
                makeRoom(text, row);
            }
            if (row.isCounted())
            {
                final long before = reading == 0 ? values[cpu] : isOfBoth ? row.last(cpu) : 0;
                row.take(cpu, values[cpu], rise(text, row, cpu, before));
            }
        }

        return true;
    }

    private void makeRoom(final TextLines text, final InterruptRow row)
    {
        counters += values.length;
        if (counters > COUNTER_LIMIT)
        {
            throw failure(text, NumberText.count(counters) + " counters are more than " +
                NumberText.count(COUNTER_LIMIT) + " (leave rows out)");
        }
        row.count(values.length);
    }

    /** Returns by how much a counter rose since the reading before. */
    private long rise(final TextLines text, final InterruptRow row, final int cpu, final long before)
    {
        final long count = values[cpu];
        if (count == LineBytes.NO_NUMBER)
        {
            throw failure(text, "row " + row.label + ", CPU" + cpus.get(cpu) +
                ": the count is more than 2^63, and counters have 32 bits (is that such a text?)");
        }
        if (count >= before)
        {
            return count - before;
        }
        final CounterFall fall =
            new CounterFall(text.name() + ": line " + text.number(), row.label, cpu, before, count, reading);
        if (!fall.isWrap() || falls.size() == FALL_LIMIT)
        {
            throw new OutcomeException(Outcome.USAGE, fall.text(cpus) + (fall.isWrap() ?
                ", as more than " + NumberText.count(FALL_LIMIT) + " do" :
                ", which is no wrap of 32 bits: it would rise by half of 2^32 or more") + IN_ORDER);
        }
        falls.add(fall);
        counts.add(ImportCounts.Rule.WRAPPED_COUNTER, text);

        return fall.rise();
    }

    /** Returns the place of the colon behind a label, or -1. */
    private static int colon(final byte[] line, final int start, final int end)
    {
        int colon = start;
        while (colon < end && colon - start <= LABEL_LIMIT && line[colon] != ':')
        {
            colon++;
        }
        final boolean isAny = colon > start && colon < end && line[colon] == ':';
        boolean isLabel = isAny && (isDigit(line[start]) || isCapital(line[start]));
        for (int i = start + 1; isLabel && i < colon; i++)
        {
            isLabel = isDigit(line[i]) || (isCapital(line[start]) && (isCapital(line[i]) || line[i] == '/'));
        }

        return isLabel || (isAny && isError(line, start, colon)) ? colon : -1;
    }

    private static boolean isCapital(final byte letter)
    {
        return letter >= 'A' && letter <= 'Z';
    }

    private static boolean isError(final byte[] line, final int start, final int colon)
    {
        return !isDigit(line[start]) && ERRORS.contains(new String(line, start, colon - start, UTF_8));
    }

    private static int skipBlanks(final byte[] line, final int from, final int end)
    {
        int at = from;
        while (at < end && isBlank(line[at]))
        {
            at++;
        }

        return at;
    }

    private static OutcomeException failure(final TextLines text, final String message)
    {
        return new OutcomeException(Outcome.USAGE, text.name() + ": line " + text.number() + ": " + message);
    }
}
