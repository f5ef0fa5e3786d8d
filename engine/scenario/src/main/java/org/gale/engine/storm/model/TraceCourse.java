package org.gale.engine.storm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.trace.TraceReader;
import org.gale.engine.trace.TraceSpan;
import org.gale.engine.trace.TraceVector;
import org.gale.engine.trace.TraceVector.VectorKind;

/**
 * Course of the events that are chosen of a trace, by a reading of its own: a model that repeats them is compared with
 * it. One event in some is kept of a long trace. Immutable.
 */
public final class TraceCourse
{
    /** Limit of the events that are kept. */
    public static final int KEPT_LIMIT = 1 << 17;

    private static final int VECTOR_SHIFT = 32;
    private static final int FIRST_LENGTH = 1 << 10;

    private long[] timesNs = new long[FIRST_LENGTH];            // each by event that is kept
    private long[] servicesNs = new long[FIRST_LENGTH];
    private int[] sources = new int[FIRST_LENGTH];
    private final List<RecordedKind> kinds = new ArrayList<>();       // by source
    private int step = 1;                                           // one in so many is kept
    private int count;
    private int vectors;                                            // of kind msi that are chosen
    private long chosenLastNs;
    private TraceSpan span;

    private TraceCourse()
    {
    }

    /**
     * Reads the course of a trace.
     *
     * @param names      form of the names of vectors of kind msi, with {@code *} and {@code ?}
     * @param withTimers true for all vectors of kind timer, too
     * @param withIpis   true for all vectors of kind ipi, too
     * @throws IOException if the file cannot be read
     */
    public static TraceCourse of(
        final Path path, final String names, final boolean withTimers, final boolean withIpis) throws IOException
    {
        try (TraceReader reader = TraceReader.open(path))
        {
            final boolean[] isChosen = new boolean[reader.vectors().size()];
            for (int vector = 0; vector < isChosen.length; vector++)
            {
                final TraceVector of = reader.vectors().get(vector);
                isChosen[vector] = switch (of.kind())
                {
                    case MSI -> matches(names, of.name());
                    case TIMER -> withTimers;
                    case IPI -> withIpis;
                    case OTHER -> false;
                };
            }
            final TraceCourse course = new TraceCourse();
            course.vectors = (int)IntStream.range(0, isChosen.length)
                .filter(vector -> isChosen[vector] && reader.vectors().get(vector).kind() == VectorKind.MSI).count();
            course.read(reader, isChosen);

            return course;
        }
    }

    /** Returns whether a name has a form: the ends of its beginning that a form's beginning may have, one by one. */
    static boolean matches(final String form, final String name)
    {
        boolean[] ends = new boolean[name.length() + 1];
        ends[0] = true;
        for (int at = 0; at < form.length(); at++)
        {
            final char letter = form.charAt(at);
            final boolean[] next = new boolean[ends.length];
            next[0] = letter == '*' && ends[0];
            for (int end = 1; end < ends.length; end++)
            {
                next[end] = letter == '*' ? ends[end] || next[end - 1] :
                    ends[end - 1] && (letter == '?' || letter == name.charAt(end - 1));
            }
            ends = next;
        }

        return ends[name.length()];
    }

    private void read(final TraceReader reader, final boolean[] isChosen) throws IOException
    {
        final Map<Long, Integer> sourceOf = new HashMap<>();
        long events = 0;
        long lastNs = 0;
        while (reader.next())
        {
            events++;
            lastNs = Math.max(lastNs, reader.timeNs());
            if (isChosen[reader.vector()])
            {
                final VectorKind kind = reader.vectors().get(reader.vector()).kind();
                final long vector = kind == VectorKind.TIMER ? -1 : reader.vector();
                final Integer source = sourceOf.computeIfAbsent(
                    vector << VECTOR_SHIFT | (kind == VectorKind.MSI ? 0 : reader.cpu()), key -> kinds.size());
                if (source == kinds.size())
                {
                    kinds.add(RecordedKind.valueOf(kind.name()));
                }
                add(reader, source);
            }
        }
        span = new TraceSpan(events, lastNs);
    }

    private void add(final TraceReader reader, final int source)
    {
        chosenLastNs = reader.timeNs();
        if (count % step == 0)
        {
            if (count / step == timesNs.length)
            {
                makeRoom();
            }
            timesNs[count / step] = reader.timeNs();
            servicesNs[count / step] = Math.max(0, reader.serviceNs());
            sources[count / step] = source;
        }
        count++;
    }

    /** Makes room for as many events more, or keeps each second one of a long trace. */
    private void makeRoom()
    {
        final int length = timesNs.length;
        if (length < KEPT_LIMIT)
        {
            timesNs = Arrays.copyOf(timesNs, 2 * length);
            servicesNs = Arrays.copyOf(servicesNs, 2 * length);
            sources = Arrays.copyOf(sources, 2 * length);
            return;
        }
        for (int i = 0; i < length / 2; i++)
        {
            timesNs[i] = timesNs[2 * i];
            servicesNs[i] = servicesNs[2 * i];
            sources[i] = sources[2 * i];
        }
        step *= 2;
    }

    /** Returns whether the whole trace has a turn of this length. */
    boolean isRing(final long lengthNs)
    {
        return span.isRing(lengthNs);
    }

    /** Returns the number of events of the whole trace. */
    public long events()
    {
        return span.events();
    }

    /** Returns the time of the last event of the whole trace. */
    public long lastNs()
    {
        return span.lastNs();
    }

    /** Returns the time of the last event that is chosen; 0 without one. */
    public long chosenLastNs()
    {
        return chosenLastNs;
    }

    /** Returns the number of events. */
    public int count()
    {
        return count;
    }

    /** Returns whether all events are kept. */
    public boolean isWhole()
    {
        return step == 1;
    }

    /** Returns whether an event is kept. */
    public boolean isKept(final int event)
    {
        return event % step == 0;
    }

    /** Returns the time of an event that is kept. */
    public long timeNs(final int event)
    {
        return timesNs[event / step];
    }

    /** Returns the service time of an event that is kept; 0 if none is known. */
    public long serviceNs(final int event)
    {
        return servicesNs[event / step];
    }

    /** Returns the source of an event that is kept: a vector, the IPI of a vector and CPU, or the timer of a CPU. */
    public int source(final int event)
    {
        return sources[event / step];
    }

    /** Returns the number of sources. */
    public int sources()
    {
        return kinds.size();
    }

    /** Returns the kind of a source. */
    public RecordedKind kind(final int source)
    {
        return kinds.get(source);
    }

    /** Returns the kind of a number that a storm gives to events: those of vectors are first, and IPIs follow. */
    public RecordedKind kindOfNumber(final int number)
    {
        final long ipis = kinds.stream().filter(kind -> kind == RecordedKind.IPI).count();

        return number < vectors ? RecordedKind.MSI : number < vectors + ipis ? RecordedKind.IPI : RecordedKind.TIMER;
    }
}
