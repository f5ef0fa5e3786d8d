package org.gale.engine.trace;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writer of a trace as CSV: a header, then {@code time,cpu,vector,service} in ns, as {@code gale import csv} reads. */
public final class TraceCsv
{
    private TraceCsv()
    {
    }

    /** Writes the events that follow. The writer is not closed. */
    public static void write(final List<TraceVector> vectors, final TraceEvents events, final Writer out)
        throws IOException
    {
        write(vectors, events, true, out);
    }

    /** Writes the events that follow, without the column of service times. The writer is not closed. */
    public static void writeTimes(final List<TraceVector> vectors, final TraceEvents events, final Writer out)
        throws IOException
    {
        write(vectors, events, false, out);
    }

    private static void write(
        final List<TraceVector> vectors, final TraceEvents events, final boolean withService, final Writer out)
        throws IOException
    {
        final List<String> names = vectors.stream().map(vector -> field(vector.name())).toList();
        out.write(withService ? "time,cpu,vector,service\n" : "time,cpu,vector\n");
        while (events.next())
        {
            out.write(Long.toString(events.timeNs()));
            out.write(',');
            out.write(Integer.toString(events.cpu()));
            out.write(',');
            out.write(names.get(events.vector()));
            out.write(withService ? "," : "");
            out.write(withService && events.serviceNs() != TraceEvents.NO_SERVICE ?
                Long.toString(events.serviceNs()) : "");
            out.write('\n');
        }
    }

    private static String field(final String name)
    {
        final boolean isPlain = name.indexOf(',') < 0 && name.indexOf('"') < 0 && name.equals(name.strip());

        return isPlain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
