package org.gale.engine.trace.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Counts of what an import met, with the first three lines of each. */
public final class ImportCounts
{
    /** Rule that a line met. */
    public enum Rule
    {
        NOT_UNDERSTOOD,
        OTHER_EVENT,
        CALL_CHAIN,
        NESTED,
        ENTRY_WITHOUT_EXIT,
        EXIT_WITHOUT_ENTRY,
        SHARED_VECTOR,
        IPI_OF_A_LINE,
        TIME_BACK,
        LOST_EVENTS,
        CHANGED_CPU,
        DAMAGED_GZIP,
        ERR_OR_MIS,
        WITHOUT_A_NUMBER,
        CUT_ROW,
        OTHER_LINE,
        ROW_CAME,
        ROW_WENT,
        WRAPPED_COUNTER;

        /** Returns the name in reports, such as {@code exit without entry}. */
        public String text()
        {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Limit of the bytes of a line that are shown. */
    static final int SHOWN_BYTES = 100;

    private static final int SHOWN_LINES = 3;

    private final Map<Rule, long[]> counts = new EnumMap<>(Rule.class);
    private final Map<Rule, List<String>> lines = new EnumMap<>(Rule.class);

    ImportCounts()
    {
        for (final Rule rule : Rule.values())
        {
            counts.put(rule, new long[1]);
            lines.put(rule, new ArrayList<>());
        }
    }

    void add(final Rule rule, final TextLines text)
    {
        add(rule, text.number(), text.bytes(), text.start(), text.end());
    }

    /** Adds what stands in no line. */
    void add(final Rule rule, final long more)
    {
        counts.get(rule)[0] += more;
    }

    /** Adds a line that was read before. */
    void add(final Rule rule, final long number, final byte[] bytes, final int start, final int end)
    {
        counts.get(rule)[0]++;
        final List<String> shown = lines.get(rule);
        if (shown.size() < SHOWN_LINES)
        {
            final int length = Math.min(end - start, SHOWN_BYTES);
            shown.add(number + ": " + (length == 0 ? "the end" : new String(bytes, start, length, UTF_8).strip()));
        }
    }

    /** Returns how many lines met a rule. */
    public long count(final Rule rule)
    {
        return counts.get(rule)[0];
    }

    /** Returns the first lines that met a rule, with their numbers. */
    public List<String> lines(final Rule rule)
    {
        return List.copyOf(lines.get(rule));
    }
}
