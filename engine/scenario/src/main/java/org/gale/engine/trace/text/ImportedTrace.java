package org.gale.engine.trace.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.collections.Long2LongHashMap;
import org.gale.engine.trace.EventSort;
import org.gale.engine.trace.TraceEvents;
import org.gale.engine.trace.TraceVector;

/** Trace that texts are imported into: its vectors, its events, and counts of the rules that lines met. */
public final class ImportedTrace implements AutoCloseable
{
    private static final int VECTOR_LIMIT = 65_536;
    private static final long NONE = ByteNames.NONE;

    private final ImportCounts counts = new ImportCounts();
    private final EventSort events = new EventSort();
    private final ByteNames names = new ByteNames();
    private final List<TraceVector> vectors = new ArrayList<>();
    private final Long2LongHashMap vectorOfNames = new Long2LongHashMap(NONE);
    private final Set<String> usedNames = new HashSet<>();
    private long begun;
    private long size;
    private long ofDevices;

    /** Returns the counts of the rules of the import. */
    public ImportCounts counts()
    {
        return counts;
    }

    /** Returns the vectors so far, in the order of their first events. */
    public List<TraceVector> vectors()
    {
        return List.copyOf(vectors);
    }

    /** Returns how many events there are. */
    public long size()
    {
        return size;
    }

    /** Returns how many events of devices there are. */
    long ofDevices()
    {
        return ofDevices;
    }

    /** Ends the events, and returns them in the order of time; equal times as in the text. Called once. */
    public TraceEvents events()
    {
        events.sort();

        return events;
    }

    @Override
    public void close()
    {
        events.close();
    }

    /** Returns whether there can be another vector. */
    boolean hasRoom()
    {
        return vectors.size() < VECTOR_LIMIT;
    }

    /** Returns the number of a name, which is added while there is room for a vector of it; else -1. */
    int name(final byte[] text, final int from, final int to)
    {
        return hasRoom() ? names.add(text, from, to) : names.find(text, from, to);
    }

    /** Returns the number of a name, or -1 if it is new. */
    int knownName(final byte[] text, final int from, final int to)
    {
        return names.find(text, from, to);
    }

    String nameText(final int name)
    {
        return names.text(name);
    }

    /** Returns the vector of a key and a name, or -1 if it is new. */
    int vector(final int key, final int name)
    {
        return (int)vectorOfNames.get(both(key, name));
    }

    /**
     * Adds a vector.
     *
     * @param key  that its lines have beside the name; a second vector of the name has it in its own
     * @param kind of its source
     */
    int addVector(final int key, final int name, final TraceVector.VectorKind kind)
    {
        vectors.add(new TraceVector(unusedName(names.text(name), names.text(key)), kind));
        vectorOfNames.put(both(key, name), vectors.size() - 1L);

        return vectors.size() - 1;
    }

    /** Returns whether a vector is a device's. */
    boolean isDevice(final int vector)
    {
        return vectors.get(vector).kind() == TraceVector.VectorKind.MSI;
    }

    /** Returns the place of an event that begins among events of its time. */
    long begin()
    {
        return begun++;
    }

    /** Ends an event, which then has its service time. */
    void end(final long ordinal, final long timeNs, final int vector, final int cpu, final long serviceNs)
    {
        events.add(timeNs, ordinal, vector, cpu, serviceNs);
        size++;
        ofDevices += isDevice(vector) ? 1 : 0;
    }

    /** Returns a name that no vector has: with the key behind it if it is used, and with a number if that is, too. */
    private String unusedName(final String name, final String key)
    {
        String unused = name;
        for (int i = 1; !usedNames.add(unused); i++)
        {
            unused = name + '@' + key + (i == 1 ? "" : "#" + i);
        }

        return unused;
    }

    private static long both(final int key, final int name)
    {
        return (long)key << Integer.SIZE | name;
    }
}
