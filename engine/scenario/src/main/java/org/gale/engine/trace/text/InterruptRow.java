package org.gale.engine.trace.text;

import java.util.Arrays;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Row of the counters of one interrupt, one for each CPU. Owner: the calling thread. */
final class InterruptRow
{
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    /** Word behind which actions stand: {@code Edge}, {@code 1-edge}, and in old kernels {@code PCI-MSI-edge}. */
    private static final Pattern FLOW = Pattern.compile("(?i)(?:\\S*-)?(?:edge|level|fasteoi|percpu)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int DESCRIPTION_BYTES = 256;

    final String label;
    /** Label and colon as they stand in a line. */
    final byte[] letters;
    /** Place among the rows. */
    final int index;
    /** Name of what handles the interrupt, empty where none is known. */
    final String action;
    /** Reading that had the row last, from 0. */
    int reading = -1;
    private long[] last;
    private long[] risen;

    private InterruptRow(final String label, final int index, final String action)
    {
        this.label = label;
        this.index = index;
        this.letters = (label + ':').getBytes(UTF_8);
        this.action = action;
    }

    /**
     * Makes a row without counts.
     *
     * @param index among the rows
     * @param rest  place behind its counts in its line
     */
    static InterruptRow of(
        final String label, final int index, final byte[] line, final int rest, final int end)
    {
        final int length = Math.min(end - rest, DESCRIPTION_BYTES);

        return new InterruptRow(label, index,
            isNumber(label) ? action(new String(line, rest, length, UTF_8).strip()) : "");
    }

    /** Returns whether a label is the number of an interrupt. */
    static boolean isNumber(final String label)
    {
        return NUMBER.matcher(label).matches();
    }

    /** Returns the names of actions behind the chip, its number and its flow. */
    static String action(final String description)
    {
        final String[] words = BLANKS.split(description, -1);
        int first = words.length > 1 && NUMBER.matcher(words[1]).matches() ? 2 : 1;
        for (int i = words.length - 1; i >= 0; i--)
        {
            first = FLOW.matcher(words[i]).matches() ? i + 1 : first;
        }

        return first >= words.length ? "" : String.join(" ", Arrays.copyOfRange(words, first, words.length));
    }

    /** Returns whether a CPU has a count other than 0, or had one. */
    boolean isCounted()
    {
        return last != null;
    }

    /** Makes room for the counts of so many CPUs, all 0. */
    void count(final int cpus)
    {
        last = new long[cpus];
        risen = new long[cpus];
    }

    /** Returns the last count of a CPU. */
    long last(final int cpu)
    {
        return last == null ? 0 : last[cpu];
    }

    /** Takes the count of a CPU. */
    void take(final int cpu, final long count, final long more)
    {
        last[cpu] = count;
        risen[cpu] += more;
    }

    /** Returns the interrupts that a CPU took between the readings. */
    long risen(final int cpu)
    {
        return risen == null ? 0 : risen[cpu];
    }
}
