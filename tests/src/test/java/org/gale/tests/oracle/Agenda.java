package org.gale.tests.oracle;

import java.util.Comparator;
import java.util.TreeSet;

/** Events to come, in the order that the page on virtual time gives. */
final class Agenda
{
    /** Kinds of events in the order in which those of one time happen. */
    enum Kind
    {
        HANDLED, OPERATOR, INJECTED, KICKED, VCPU, SLICE, POLLED
    }

    /** Event to come. */
    record Entry(long ns, Kind kind, int vm, int vpe, int device, long number, Runnable action)
    {
    }

    private final TreeSet<Entry> entries = new TreeSet<>(Comparator.comparingLong(Entry::ns)
        .thenComparing(Entry::kind).thenComparingInt(Entry::vm).thenComparingInt(Entry::vpe)
        .thenComparingInt(Entry::device).thenComparingLong(Entry::number));
    private long planned;

    Entry add(final long ns, final Kind kind, final int vm, final int vpe, final int device, final Runnable action)
    {
        final Entry entry = new Entry(ns, kind, vm, vpe, device, planned++, action);
        entries.add(entry);

        return entry;
    }

    /** Removes an event; null is none. */
    void remove(final Entry entry)
    {
        if (entry != null)
        {
            entries.remove(entry);
        }
    }

    long nextNs()
    {
        return entries.isEmpty() ? Numbers.NEVER : entries.first().ns();
    }

    Entry take()
    {
        return entries.pollFirst();
    }
}
