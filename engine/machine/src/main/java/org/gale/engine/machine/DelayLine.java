package org.gale.engine.machine;

import java.util.ArrayDeque;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;

/**
 * First-in first-out line of entries of two words each. An entry leaves with the end of a command that is a fixed
 * number of commands behind the one in which it entered, or before that on demand. The oldest entry of a full line
 * leaves at once.
 *
 * <p>Owned by the thread that owns the machine.
 */
public final class DelayLine
{
    /** Limit of the entries of a line. */
    public static final int LIMIT = 1 << 16;

    private static final Entry NO_ENTRY = new Entry(0, 0, 0);

    private final int delay;
    private final String name;
    private final DelayedKind kind;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    /** Number of commands that have ended. */
    private long now;

    /**
     * Creates an empty line.
     *
     * @param delay commands behind the one in which an entry entered, at least 1
     * @param name  name of the entries, for a message
     * @param kind  kind of the entries
     */
    public DelayLine(final int delay, final String name, final DelayedKind kind)
    {
        assert delay > 0 : "delay=" + delay;
        this.delay = delay;
        this.name = name;
        this.kind = kind;
    }

    /** Adds an entry inside a command, whose end is not one of the commands that the entry waits for. */
    public void enter(final long first, final long second)
    {
        if (entries.size() == LIMIT)
        {
            leave(entries.remove());
        }
        entries.add(new Entry(first, second, now + delay + 1));
    }

    /** Ends a command: the entries whose delay is over leave, in the order in which they entered. */
    public void endCommand()
    {
        now++;
        while (!entries.isEmpty() && entries.element().due() <= now)
        {
            leave(entries.remove());
        }
    }

    /** Lets certain entries leave now, in the order in which they entered. */
    public void leaveIf(final Condition condition)
    {
        for (int i = entries.size(); i > 0; i--)
        {
            final Entry entry = entries.remove();
            if (condition.holds(entry.first(), entry.second()))
            {
                leave(entry);
            }
            else
            {
                entries.add(entry);
            }
        }
    }

    /** Returns whether no entry waits. */
    public boolean isEmpty()
    {
        return entries.isEmpty();
    }

    /** Returns the number of certain entries, counted one by one. */
    public long count(final Condition condition)
    {
        return entries.stream().filter(entry -> condition.holds(entry.first(), entry.second())).count();
    }

    /** Passes all entries through a stream, each with the commands that are left. */
    public void state(final StateStream stream)
    {
        final int known = entries.size();
        final int count = stream.number(name, known, 0, LIMIT);
        long left = 1;
        for (int i = 0; i < count; i++)
        {
            final Entry entry = i < known ? entries.remove() : NO_ENTRY;
            final long first = stream.word(entry.first());
            final long second = stream.word(entry.second());
            if (stream.isRestoring() && !kind.isEntry(first, second))
            {
                throw new StateException(
                    "no such " + name + ": 0x" + Long.toHexString(first) + ", 0x" + Long.toHexString(second));
            }
            left = stream.number(name, entry.due() - now, left, delay);
            entries.add(new Entry(first, second, now + left));
        }
    }

    private void leave(final Entry entry)
    {
        kind.leave(entry.first(), entry.second());
    }

    /** Kind of the entries of a line. */
    public interface DelayedKind
    {
        /** Returns whether two words, which may be any, are an entry. */
        boolean isEntry(long first, long second);

        /** Performs what an entry does when it leaves the line. */
        void leave(long first, long second);
    }

    /** Condition on an entry. */
    @FunctionalInterface
    public interface Condition
    {
        /** Returns whether the condition holds for an entry. */
        boolean holds(long first, long second);
    }

    private record Entry(long first, long second, long due)
    {
    }
}
