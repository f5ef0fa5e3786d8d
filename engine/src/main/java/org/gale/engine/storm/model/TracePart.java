package org.gale.engine.storm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.setting.SettingException;
import org.gale.engine.storm.setting.TraceSettings;
import org.gale.engine.trace.TraceHash;
import org.gale.engine.trace.TraceReader;
import org.gale.engine.trace.TraceVector;

/**
 * Events of a trace whose vectors are MSIs and have names of a form, in memory. Where asked for, those of its timers.
 * Vectors are numbered in the order of the trace, and each goes to the CPU that took most of its events. Behind them
 * each CPU has a number for its timer, which all of its ticks have. CPUs are numbered without those that took no event
 * of the whole trace. Immutable.
 */
final class TracePart
{
    /** Limit of the events that a storm holds in memory. */
    static final int EVENT_LIMIT = 1 << 23;

    private static final int NONE = -1;
    private static final int TIMER = -2;
    private static final int CPU_SHIFT = 12;
    private static final int CPU_MASK = (1 << CPU_SHIFT) - 1;
    private static final int FIRST_LENGTH = 1 << 10;
    private static final int NAMES_SHOWN = 3;

    private final String hash;
    private final int[] numbers;                                    // by vector of the trace, or NONE, or TIMER
    private final boolean hasTimers;
    private final Map<Integer, Integer> eventsOf = new HashMap<>(); // by vector and CPU
    private final BitSet cpusSeen = new BitSet();
    private int[] vpes;                                             // by vector
    private int vectors;
    private long[] timesNs = new long[FIRST_LENGTH];                // by event
    private long[] servicesNs = new long[FIRST_LENGTH];
    private int[] vectorOf = new int[FIRST_LENGTH];
    private int count;
    private long ringNs;

    private TracePart(final String hash, final int[] numbers)
    {
        this.hash = hash;
        this.numbers = numbers;
        hasTimers = Arrays.stream(numbers).anyMatch(number -> number == TIMER);
    }

    /**
     * Reads a part of a trace.
     *
     * @param form       of the names, with {@code *} and {@code ?}
     * @param withTimers true to read timers, too, whatever their names
     * @throws IOException      if the file cannot be read
     * @throws OutcomeException if it is no trace, is damaged, or has too many events
     * @throws SettingException if it has no such vector
     */
    static TracePart of(final Path path, final String form, final boolean withTimers) throws IOException
    {
        try (TraceReader reader = TraceReader.open(path))
        {
            final TracePart part = new TracePart(TraceHash.of(path), numbers(path, reader.vectors(), form, withTimers));
            part.read(path, reader);

            return part;
        }
    }

    private static int[] numbers(
        final Path path, final List<TraceVector> vectors, final String form, final boolean withTimers)
    {
        final Pattern pattern = pattern(form);
        final List<String> names = new ArrayList<>();
        final int[] numbers = new int[vectors.size()];
        int next = 0;
        for (int i = 0; i < numbers.length; i++)
        {
            final boolean isMsi = vectors.get(i).kind() == TraceVector.Kind.MSI;
            final boolean isTimer = withTimers && vectors.get(i).kind() == TraceVector.Kind.TIMER;
            numbers[i] = isMsi && pattern.matcher(vectors.get(i).name()).matches() ? next++ : isTimer ? TIMER : NONE;
            if (isMsi)
            {
                names.add(vectors.get(i).name());
            }
        }
        if (next == 0 && Arrays.stream(numbers).noneMatch(number -> number == TIMER))
        {
            throw new SettingException(TraceSettings.VECTORS, "'", form, "' matches no MSI of ", path,
                names.isEmpty() ? ", which has none (import a trace with devices)" : hint(form, names));
        }

        return numbers;
    }

    /** Returns the nearest name, or else the first ones. */
    private static String hint(final String form, final List<String> names)
    {
        final String nearest = NearestName.hint(form, names);

        return !nearest.isEmpty() ? nearest : " (it has " + String.join(", ",
            names.subList(0, Math.min(NAMES_SHOWN, names.size()))) + (names.size() > NAMES_SHOWN ? ", ...)" : ")");
    }

    private static Pattern pattern(final String form)
    {
        final StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < form.length(); i++)
        {
            final char letter = form.charAt(i);
            pattern.append(letter == '*' ? ".*" : letter == '?' ? "." : Pattern.quote(String.valueOf(letter)));
        }

        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }

    private void read(final Path path, final TraceReader reader) throws IOException
    {
        long events = 0;
        while (reader.next())
        {
            events++;
            cpusSeen.set(reader.cpu());
            final int number = numbers[reader.vector()];
            if (number != NONE)
            {
                add(path, number, reader);
            }
        }
        final long lastNs = reader.timeNs();
        ringNs = lastNs + Math.max(1, lastNs / Math.max(1, events - 1));
        number();
    }

    private void add(final Path path, final int number, final TraceReader reader)
    {
        if (count == EVENT_LIMIT)
        {
            throw new OutcomeException(Outcome.USAGE, path + ": has more than " + NumberText.count(EVENT_LIMIT) +
                " events, the limit of a storm (choose vectors, or import a shorter text)");
        }
        if (count == timesNs.length)
        {
            timesNs = Arrays.copyOf(timesNs, 2 * count);
            servicesNs = Arrays.copyOf(servicesNs, 2 * count);
            vectorOf = Arrays.copyOf(vectorOf, 2 * count);
        }
        timesNs[count] = reader.timeNs();
        servicesNs[count] = Math.max(0, reader.serviceNs());
        vectorOf[count] = number == TIMER ? TIMER - reader.cpu() : number;
        count++;
        if (number != TIMER)
        {
            eventsOf.merge(number << CPU_SHIFT | reader.cpu(), 1, Integer::sum);
        }
    }

    /** Finds the VPE of each vector. */
    private void number()
    {
        vectors = (int)Arrays.stream(numbers).filter(number -> number >= 0).count();
        vpes = new int[vectors];
        final int[] most = new int[vectors];
        final int[] vpeOfCpu = vpesOfCpus();
        for (final Map.Entry<Integer, Integer> entry : eventsOf.entrySet())
        {
            final int vector = entry.getKey() >>> CPU_SHIFT;
            final int vpe = vpeOfCpu[entry.getKey() & CPU_MASK];
            if (entry.getValue() > most[vector] || (entry.getValue() == most[vector] && vpe < vpes[vector]))
            {
                most[vector] = entry.getValue();
                vpes[vector] = vpe;
            }
        }
        eventsOf.clear();
        for (int event = 0; hasTimers && event < count; event++)
        {
            if (vectorOf[event] < 0)
            {
                vectorOf[event] = vectors + vpeOfCpu[TIMER - vectorOf[event]];
            }
        }
    }

    /** Returns the VPE of each CPU of the trace: the number of CPUs before it that took an event. */
    private int[] vpesOfCpus()
    {
        final int[] vpeOfCpu = new int[cpusSeen.length()];
        int vpe = 0;
        for (int cpu = cpusSeen.nextSetBit(0); cpu >= 0; cpu = cpusSeen.nextSetBit(cpu + 1))
        {
            vpeOfCpu[cpu] = vpe++;
        }

        return vpeOfCpu;
    }

    /** Returns the hash of the trace. */
    String hash()
    {
        return hash;
    }

    /** Returns the number of vectors. */
    int vectors()
    {
        return vectors;
    }

    /** Returns the number of timers, one for each CPU; 0 if none are read, or the trace has none. */
    int timers()
    {
        return hasTimers ? cpus() : 0;
    }

    /** Returns the number of CPUs that took an event of the whole trace. */
    int cpus()
    {
        return Math.max(1, cpusSeen.cardinality());
    }

    /** Returns the VPE of a vector, below {@link #cpus}. */
    int vpe(final int vector)
    {
        return vpes[vector];
    }

    /** Returns the number of events. */
    int count()
    {
        return count;
    }

    /** Returns the time of an event; none is earlier than the one before. */
    long timeNs(final int event)
    {
        return timesNs[event];
    }

    /** Returns the vector of an event. */
    int vector(final int event)
    {
        return vectorOf[event];
    }

    /** Returns the service time of an event, 0 if none is known. */
    long serviceNs(final int event)
    {
        return servicesNs[event];
    }

    /** Returns the length of the whole trace as a ring: up to its last event, and the mean gap behind it. */
    long ringNs()
    {
        return ringNs;
    }
}
