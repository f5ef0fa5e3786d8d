package org.gale.engine.hunt;

import org.gale.engine.machine.LateKind;

/** Counts of operations that passed others, by the kinds of both, and of those that were late. Owned by one thread. */
public final class Passes
{
    private static final int KINDS = LateKind.values().length;

    private final long[][] passed = new long[KINDS][KINDS];
    private final long[] late = new long[KINDS];

    /** Counts an operation that had a delay. */
    void late(final LateKind kind)
    {
        late[kind.number()]++;
    }

    /** Counts an operation that took effect before one that had begun before it. */
    void passed(final LateKind kind, final LateKind other)
    {
        passed[kind.number()][other.number()]++;
    }

    /** Adds the counts of others. */
    void add(final Passes others)
    {
        for (int i = 0; i < KINDS; i++)
        {
            late[i] += others.late[i];
            for (int j = 0; j < KINDS; j++)
            {
                passed[i][j] += others.passed[i][j];
            }
        }
    }

    /** Returns the number of operations of a kind that had a delay. */
    public long late(final int kind)
    {
        return late[kind];
    }

    /** Returns how often operations of a kind passed those of another. */
    public long passed(final int kind, final int other)
    {
        return passed[kind][other];
    }

    /** Returns the number of all operations that had a delay. */
    public long late()
    {
        long all = 0;
        for (final long ofKind : late)
        {
            all += ofKind;
        }

        return all;
    }
}
