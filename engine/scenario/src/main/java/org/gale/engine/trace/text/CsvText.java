package org.gale.engine.trace.text;

import java.util.Arrays;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.trace.EventSort;
import org.gale.engine.trace.TraceEvents;

import static org.gale.engine.trace.text.LineBytes.endOfDigits;
import static org.gale.engine.trace.text.LineBytes.isBlank;
import static org.gale.engine.trace.text.LineBytes.isDigit;
import static org.gale.engine.trace.text.LineBytes.number;

/** Texts with {@code time,cpu,vector[,service]} a line, after an optional header. A name may stand in quotes. */
public final class CsvText extends TextForm
{
    private static final int FIELDS = 4;
    private static final int NEEDED_FIELDS = 3;
    private static final int TIME = 0;
    private static final int CPU = 1;
    private static final int VECTOR = 2;
    private static final int SERVICE = 3;
    private static final int TEN = 10;

    private final int[] starts = new int[FIELDS];
    private final int[] ends = new int[FIELDS];
    private final LastCpus lastCpus = new LastCpus();
    private byte[] line = {};
    private int fields;
    private boolean isFirst = true;
    private long lastNs;

    /** Makes a form of a trace. */
    public CsvText(final ImportedTrace trace)
    {
        super(trace);
    }

    @Override
    void line(final TextLines text)
    {
        line = Arrays.copyOfRange(text.bytes(), text.start(), text.end());
        final boolean isSplit = split();
        final boolean isHeader = isFirst && (starts[TIME] == ends[TIME] || !isDigit(line[starts[TIME]]));
        isFirst = false;
        if (!isHeader)
        {
            final boolean isUnderstood = isSplit && !text.isCut() && read(text);
            if (!isUnderstood)
            {
                count(ImportCounts.Rule.NOT_UNDERSTOOD, text);
            }
        }
    }

    @Override
    void end(final TextLines text)
    {
        isFirst = true;
        lastNs = 0;
    }

    private boolean read(final TextLines text)
    {
        final long timeNs = ns(starts[TIME], ends[TIME]);
        final long cpu = ends[CPU] == endOfDigits(line, starts[CPU], ends[CPU]) ?
            number(line, starts[CPU], ends[CPU]) : LineBytes.NO_NUMBER;
        final boolean isServed = fields == FIELDS && starts[SERVICE] < ends[SERVICE];
        final long serviceNs = isServed ? ns(starts[SERVICE], ends[SERVICE]) : TraceEvents.NO_SERVICE;
        if (timeNs < 0 || cpu < 0 || cpu >= EventSort.CPU_LIMIT || (isServed && serviceNs < 0) ||
            starts[VECTOR] == ends[VECTOR])
        {
            return false;
        }
        final int name = trace().name(line, starts[VECTOR], ends[VECTOR]);
        final int known = name < 0 ? ByteNames.NONE : trace().vector(name, name);
        if (known < 0 && !trace().hasRoom())
        {
            return false;
        }
        if (timeNs < lastNs)
        {
            throw new OutcomeException(Outcome.USAGE, text.name() + ": line " + text.number() + ": time " + timeNs +
                " ns is before " + lastNs + " (sort the lines by time)");
        }
        lastNs = timeNs;
        final int vector = known < 0 ?
            trace().addVector(name, name, VectorKinds.ofHandler(trace().nameText(name))) : known;
        if (trace().isDevice(vector) && lastCpus.isChanged(vector, (int)cpu))
        {
            count(ImportCounts.Rule.CHANGED_CPU, text);
        }
        trace().end(trace().begin(), timeNs, vector, (int)cpu, serviceNs);

        return true;
    }

    /** Splits the line at its commas; false if it has too few or too many. Quotes of a name are removed. */
    private boolean split()
    {
        fields = 0;
        int at = 0;
        boolean isMore = true;
        while (isMore && fields < FIELDS)
        {
            while (at < line.length && isBlank(line[at]))
            {
                at++;
            }
            starts[fields] = at;
            at = at < line.length && line[at] == '"' ? unquote(at) : plain(at);
            isMore = at < line.length && line[at] == ',';
            at += isMore ? 1 : 0;
            fields++;
        }

        return !isMore && fields >= NEEDED_FIELDS && at == line.length;
    }

    private int plain(final int from)
    {
        int at = from;
        while (at < line.length && line[at] != ',')
        {
            at++;
        }
        trim(from, at);

        return at;
    }

    /** Removes the quotes of a field in place, and returns the place behind it. */
    private int unquote(final int from)
    {
        int to = from;
        int at = from + 1;
        while (at < line.length && (line[at] != '"' || (at + 1 < line.length && line[at + 1] == '"')))
        {
            at += line[at] == '"' ? 1 : 0;
            line[to++] = line[at++];
        }
        ends[fields] = to;
        at++;
        while (at < line.length && isBlank(line[at]))
        {
            at++;
        }

        return Math.min(at, line.length);
    }

    private void trim(final int from, final int to)
    {
        int end = to;
        while (end > from && isBlank(line[end - 1]))
        {
            end--;
        }
        ends[fields] = end;
    }

    /** Returns a time in ns, or {@link LineBytes#NO_NUMBER}: digits, a fraction, and a unit other than ns. */
    private long ns(final int from, final int to)
    {
        final int end = endOfDigits(line, from, to);
        final boolean hasFraction = end < to && line[end] == '.';
        final int fractionEnd = hasFraction ? endOfDigits(line, end + 1, to) : end;
        final long factor = TimeUnits.ns(line, fractionEnd, to);
        final long whole = number(line, from, end);
        if (whole < 0 || factor == 0 || whole > Long.MAX_VALUE / TEN / factor)
        {
            return LineBytes.NO_NUMBER;
        }
        long ns = whole * factor;
        long part = factor;
        for (int i = end + 1; i < fractionEnd && part > 1; i++)
        {
            part /= TEN;
            ns += part * (line[i] - '0');
        }

        return ns;
    }
}
