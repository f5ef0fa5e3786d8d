package org.gale.engine.storm.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.TraceSettings;
import org.gale.engine.trace.TraceHash;
import org.gale.engine.trace.TraceReader;
import org.gale.engine.trace.TraceVector;

/**
 * Events of a trace whose vectors are MSIs and have names of a form, in memory. Where asked for, those of its timers
 * and IPIs. Vectors are numbered in the order of the trace, and each goes to the CPU that took most of its events.
 * Behind them each vector of kind ipi has a number for each CPU that took it, and each CPU has one for its timer, which
 * all of its ticks have. CPUs are numbered without those that took no event of the whole trace. Immutable.
 * <pre>
 *   number   0 ... MSIs | vector and CPU of each IPI | timer of each CPU ...
 *                        firstIpi                     firstTimer
 * </pre>
 */
final class TracePart
{
    /** Limit of the events that a storm holds in memory. */
    static final int EVENT_LIMIT = 1 << 23;

    private static final int NONE = -1;
    private static final int TIMER = -2;
    private static final int IPI = -3;
    private static final int CPU_SHIFT = 12;
    private static final int CPU_LIMIT = 1 << CPU_SHIFT;
    private static final int CPU_MASK = CPU_LIMIT - 1;
    private static final int FIRST_LENGTH = 1 << 10;
    private static final int NAMES_SHOWN = 3;

    private final String hash;
    private final int[] numbers;                                    // by vector of the trace, or NONE, TIMER or IPI
    private final boolean hasTimers;
    private final Map<Integer, Integer> eventsOf = new HashMap<>(); // by vector and CPU
    private final BitSet cpusSeen = new BitSet();
    private final Set<Integer> ipisSeen = new TreeSet<>();          // by vector of the trace and CPU
    private int[] vpes;                                             // by vector, and behind them by IPI
    private int vectors;
    private int ipis;
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
     * @throws IOException      if the file cannot be read
     * @throws OutcomeException if it is no trace, is damaged, or has too many events
     * @throws SettingException if it has no such vector
     */
    static TracePart of(final Path path, final TraceChoice choice) throws IOException
    {
        try (TraceReader reader = TraceReader.open(path))
        {
            final TracePart part = new TracePart(TraceHash.of(path), numbers(path, reader.vectors(), choice));
            part.read(path, reader);

            return part;
        }
    }

    private static int[] numbers(final Path path, final List<TraceVector> vectors, final TraceChoice choice)
    {
        final Pattern pattern = pattern(choice.names());
        final List<String> names = new ArrayList<>();
        final int[] numbers = new int[vectors.size()];
        int next = 0;
        for (int i = 0; i < numbers.length; i++)
        {
            final TraceVector.VectorKind kind = vectors.get(i).kind();
            final boolean isMsi = kind == TraceVector.VectorKind.MSI;
            numbers[i] = !isMsi ? numberOf(kind, choice) :
                pattern.matcher(vectors.get(i).name()).matches() ? next++ : NONE;
            if (isMsi)
            {
                names.add(vectors.get(i).name());
            }
        }
        final boolean isEmpty = Arrays.stream(numbers).allMatch(number -> number == NONE);
        if (next == 0 && (isEmpty || !choice.names().equals(TraceSettings.VECTORS.defaultValue())))
        {
            throw new SettingException(TraceSettings.VECTORS, "'", choice.names(), "' matches no MSI of ", path,
                names.isEmpty() ? ", which has none (import a trace with devices)" : hint(choice.names(), names));
        }

        return numbers;
    }

    private static int numberOf(final TraceVector.VectorKind kind, final TraceChoice choice)
    {
        return kind == TraceVector.VectorKind.TIMER && choice.withTimers() ? TIMER :
            kind == TraceVector.VectorKind.IPI && choice.withIpis() ? IPI : NONE;
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
        if (number == IPI)
        {
            final int ipi = reader.vector() << CPU_SHIFT | reader.cpu();
            ipisSeen.add(ipi);
            vectorOf[count] = ~(CPU_LIMIT + ipi);                   // without a number until all are known
        }
        else if (number == TIMER)
        {
            vectorOf[count] = ~reader.cpu();
        }
        else
        {
            vectorOf[count] = number;
            eventsOf.merge(number << CPU_SHIFT | reader.cpu(), 1, Integer::sum);
        }
        count++;
    }

    /** Finds the VPE of each vector, and the numbers and VPEs of IPIs and timers. */
    private void number()
    {
        final int[] vpeOfCpu = vpesOfCpus();
        final int[] keys = ipisSeen.stream().mapToInt(Integer::intValue).toArray();
        ipisSeen.clear();
        vectors = (int)Arrays.stream(numbers).filter(number -> number >= 0).count();
        ipis = keys.length;
        vpes = new int[vectors + ipis];
        placeVectors(vpeOfCpu);
        for (int ipi = 0; ipi < ipis; ipi++)
        {
            vpes[vectors + ipi] = vpeOfCpu[keys[ipi] & CPU_MASK];
        }
        for (int event = 0; event < count; event++)
        {
            final int key = ~vectorOf[event];
            if (key >= CPU_LIMIT)
            {
                vectorOf[event] = vectors + Arrays.binarySearch(keys, key - CPU_LIMIT);
            }
            else if (key >= 0)
            {
                vectorOf[event] = firstTimer() + vpeOfCpu[key];
            }
        }
    }

    private void placeVectors(final int[] vpeOfCpu)
    {
        final int[] most = new int[vectors];
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

    /** Returns the number of vectors of kind msi. */
    int vectors()
    {
        return vectors;
    }

    /** Returns the number of IPIs: for each vector of kind ipi, the CPUs that took it. */
    int ipis()
    {
        return ipis;
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

    /** Returns the number of the first IPI. */
    int firstIpi()
    {
        return vectors;
    }

    /** Returns the number of the first timer. */
    int firstTimer()
    {
        return vectors + ipis;
    }

    /** Returns the numbers that events have. */
    int numbers()
    {
        return firstTimer() + timers();
    }

    /** Returns the kind of a number that events have. */
    RecordedKind kind(final int number)
    {
        return number < vectors ? RecordedKind.MSI : number < firstTimer() ? RecordedKind.IPI : RecordedKind.TIMER;
    }

    /** Returns the VPE of a number that events have, below {@link #cpus}; 0 of one that none has. */
    int vpe(final int number)
    {
        return number < firstTimer() ? vpes[number] : number < numbers() ? number - firstTimer() : 0;
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

    /** Returns the number of the vector, the IPI or the timer of an event. */
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
