package org.gale.engine.agent;

import java.util.ArrayList;
import java.util.List;

/** Longest moments of each kind that a thread noted. Owned by that thread; read by others after it has ended. */
final class LongestNotes
{
    /** Number of moments of a kind that are kept. */
    static final int PER_KIND = 8;

    private static final int FIELDS = 3;
    private static final int END = 1;
    private static final int VALUE = 2;

    private final long[] fields = new long[NoteKind.count() * PER_KIND * FIELDS];
    private final int[] counts = new int[NoteKind.count()];

    /** Adds a moment, and evicts the shortest of its kind if as many are kept as may be. */
    void add(final NoteKind kind, final long startNs, final long endNs, final long value)
    {
        final int base = kind.code() * PER_KIND * FIELDS;
        final int count = counts[kind.code()];
        int at = base + count * FIELDS;
        if (count == PER_KIND)
        {
            at = shortest(base);
            if (fields[at + END] - fields[at] >= endNs - startNs)
            {
                return;
            }
        }
        else
        {
            counts[kind.code()]++;
        }
        fields[at] = startNs;
        fields[at + END] = endNs;
        fields[at + VALUE] = value;
    }

    /** Forgets all moments. */
    void clear()
    {
        for (int kind = 0; kind < counts.length; kind++)
        {
            counts[kind] = 0;
        }
    }

    /** Returns the moments, the earliest first. */
    List<Note> list()
    {
        final List<Note> notes = new ArrayList<>();
        for (int kind = 0; kind < counts.length; kind++)
        {
            for (int i = 0; i < counts[kind]; i++)
            {
                final int at = (kind * PER_KIND + i) * FIELDS;
                notes.add(new Note(NoteKind.of(kind), fields[at], fields[at + END], fields[at + VALUE]));
            }
        }
        notes.sort((one, next) -> Long.compare(one.startNs(), next.startNs()));

        return notes;
    }

    private int shortest(final int base)
    {
        int shortest = base;
        for (int at = base + FIELDS; at < base + PER_KIND * FIELDS; at += FIELDS)
        {
            shortest = fields[at + END] - fields[at] < fields[shortest + END] - fields[shortest] ? at : shortest;
        }

        return shortest;
    }
}
