package org.gale.engine.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;

/**
 * Line of entries of two words each, in the order in which they entered. An entry leaves with the end of a command that
 * is a number of commands behind the one in which it entered, or before that on demand. The number is the same for all
 * entries, or each entry has its own. The oldest entry of a full line leaves at once.
 *
 * <p>Owned by the thread that owns the machine.
 */
public final class DelayLine
{
    /** Limit of the entries of a line. */
    public static final int LIMIT = 1 << 16;

    private static final Entry NO_ENTRY = new Entry(0, 0, 0, null);

    private final OperationDelays delays;
    private final String name;
    private final DelayedKind kind;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final List<Entry> leaving = new ArrayList<>();
    /** Number of commands that have ended. */
    private long now;

    /**
     * Creates an empty line.
     *
     * @param delays delays of all operations
     * @param name   name of the entries, for a message
     * @param kind   kind of the entries
     */
    public DelayLine(final OperationDelays delays, final String name, final DelayedKind kind)
    {
        this.delays = delays;
        this.name = name;
        this.kind = kind;
    }

    /**
     * Adds an entry inside a command, whose end is not one of the commands that the entry waits for.
     *
     * @param delay commands that the entry waits, from {@link OperationDelays#of}
     * @param order condition on the entries that leave before this one
     */
    public void enter(final long first, final long second, final int delay, final Condition order)
    {
        if (entries.size() == LIMIT)
        {
            leave(entries.remove());
        }
        long due = now + delay + 1;
        if (delays.areOwn())
        {
            for (final Entry entry : entries)
            {
                due = entry.due > due && order.holds(entry.first, entry.second) ? entry.due : due;
            }
        }
        entries.add(new Entry(first, second, due, delays.last()));
    }

    /** Ends a command: the entries whose delay is over leave, in the order in which they entered. */
    public void endCommand()
    {
        now++;
        if (delays.areOwn())
        {
            leaveOwn();
            return;
        }
        while (!entries.isEmpty() && entries.element().due() <= now)
        {
            leave(entries.remove());
        }
    }

    /** Returns the commands until the last of certain entries has left, the present one among them; 0 for none. */
    public int left(final Condition condition)
    {
        long left = 0;
        for (final Entry entry : entries)
        {
            left = entry.due - now > left && condition.holds(entry.first, entry.second) ? entry.due - now : left;
        }

        return (int)left;
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
            left = delays.areOwn() ? 1 : left;
            final Entry entry = i < known ? entries.remove() : NO_ENTRY;
            final long first = stream.word(entry.first());
            final long second = stream.word(entry.second());
            if (stream.isRestoring() && !kind.isEntry(first, second))
            {
                throw new StateException(
                    "no such " + name + ": 0x" + Long.toHexString(first) + ", 0x" + Long.toHexString(second));
            }
            left = stream.number(name, entry.due() - now, left, delays.longest());
            entries.add(new Entry(first, second, now + left, entry.operation()));
        }
    }

    private void leaveOwn()
    {
        for (int i = entries.size(); i > 0; i--)
        {
            final Entry entry = entries.remove();
            (entry.due <= now ? leaving : entries).add(entry);
        }
        for (final Entry entry : leaving)                                       // may let others enter
        {
            leave(entry);
        }
        leaving.clear();
    }

    private void leave(final Entry entry)
    {
        delays.acts(entry.operation);
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

    private record Entry(long first, long second, long due, LateOperation operation)
    {
    }
}
