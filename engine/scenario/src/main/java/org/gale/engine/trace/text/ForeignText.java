package org.gale.engine.trace.text;

import java.util.regex.Pattern;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Texts of other tools, which an import does not read, and what to record or to ask for in their place. */
enum ForeignText
{
    /** JSON of Chrome's trace viewer. */
    CHROME("\"traceEvents\"\\s*:|^\\[?\\{\"name\":.*\"ph\":", "is JSON of Chrome's trace viewer",
        "give the text of the kernel's trace file, form ftrace"),
    /** JSON of perf. */
    PERF_JSON("\"linux-perf-json-version\"", "is JSON of 'perf data convert'",
        "give the text of 'perf script', form perf"),
    /** Histograms of bpftrace, or of funclatency. */
    HISTOGRAM("^@\\w*(\\[.*])?:\\s*$|^\\[\\d+[KMG]?, \\d+[KMG]?\\)\\s+\\d+ \\||" +
        "^\\s*[nu]?secs\\s+: count\\s+distribution",
        "is a histogram of bpftrace or funclatency, which has no single events",
        "gale import costs reads those of a host's functions"),
    /** Text of LTTng, as babeltrace writes it. */
    LTTNG("\\{ cpu_id = \\d+ }", "is a text of LTTng", "record by 'trace-cmd record', and give the text of its report"),
    /** Counters of softirqs. */
    SOFTIRQS("^\\s*(HI|NET_TX|NET_RX|TASKLET|HRTIMER):", "is /proc/softirqs, which counts work that follows handlers",
        "give readings of /proc/interrupts");

    private static final int LINES = 64;
    private static final int LETTERS = 4096;

    private final Pattern form;
    private final String what;
    private final String hint;

    ForeignText(final String form, final String what, final String hint)
    {
        this.form = Pattern.compile(form);
        this.what = what;
        this.hint = hint;
    }

    /** Search for a foreign text among the lines that an import did not understand. Owner: the calling thread. */
    static final class Search
    {
        private int lines;
        private long understood;
        private ForeignText found;

        /** Compares a line that was not understood, if it is one of the first ones, with the forms. */
        void line(final TextLines text)
        {
            lines++;
            if (lines > LINES || found != null)
            {
                return;
            }
            final String line = new String(
                text.bytes(), text.start(), Math.min(LETTERS, text.end() - text.start()), UTF_8);
            for (final ForeignText foreign : values())
            {
                found = found == null && foreign.form.matcher(line).find() ? foreign : found;
            }
        }

        /**
         * Refuses a text that has ended, if nothing of it was understood; the next text may follow.
         *
         * @param name   of the text
         * @param events that were understood of all texts
         */
        void check(final String name, final long events)
        {
            if (found != null && events == understood)
            {
                throw new OutcomeException(Outcome.USAGE, name + ": " + found.what + " (" + found.hint + ')');
            }
            understood = events;
            lines = 0;
            found = null;
        }
    }
}
