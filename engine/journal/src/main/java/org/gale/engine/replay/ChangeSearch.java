package org.gale.engine.replay;

import java.io.IOException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.gale.engine.machine.Machine;

/**
 * Search for a command that changes what a machine shows. A value is read between commands; a search moves its cursor,
 * by snapshots where the journal has them. Owned by the thread of the cursor.
 */
public final class ChangeSearch
{
    /** Limit of the commands that are applied one by one. */
    static final long SINGLE_LIMIT = 1_024;

    private static final int WIDENING = 4;

    private ChangeSearch()
    {
    }

    /**
     * Change of a value by a command.
     *
     * @param sequence number of the command
     * @param command  its text
     * @param before   value before it
     * @param after    value after it
     */
    public record FieldChange(long sequence, String command, String before, String after)
    {
    }

    /**
     * Result of a bisection.
     *
     * @param from       command behind which it begins
     * @param to         command with which it ends
     * @param holdsFirst whether the condition holds after {@code from}
     * @param atFrom     value there
     * @param atTo       value of the field at the end
     * @param change     command at which the condition changes; null if both ends agree
     */
    public record Bisected(long from, long to, boolean holdsFirst, String atFrom, String atTo, FieldChange change)
    {
    }

    /**
     * Finds the command at which a condition begins to hold, or ceases to, by bisection. Of several changes it finds
     * one.
     *
     * @param cursor    stands where the search begins
     * @param value     of a machine
     * @param condition on the value
     * @param to        command with which the search ends, {@link Long#MAX_VALUE} for the end of the journal
     */
    public static Bisected bisect(
        final ReplayCursor cursor,
        final Function<Machine, String> value,
        final Predicate<String> condition,
        final long to)
        throws IOException
    {
        final long from = cursor.sequence();
        final String atFrom = value.apply(cursor.machine());
        final boolean holdsFirst = condition.test(atFrom);
        cursor.jump(to);
        final long end = cursor.sequence();
        final String atTo = value.apply(cursor.machine());
        final FieldChange change = condition.test(atTo) == holdsFirst ? null :
            change(cursor, value, now -> condition.test(now) != holdsFirst, from, end);

        return new Bisected(from, end, holdsFirst, atFrom, atTo, change);
    }

    /** Finds the change to a condition that does not hold after one command, and holds after another. */
    private static FieldChange change(
        final ReplayCursor cursor,
        final Function<Machine, String> value,
        final Predicate<String> isChanged,
        final long from,
        final long to)
        throws IOException
    {
        long low = from;
        long high = to;
        while (high - low > SINGLE_LIMIT)
        {
            final long middle = low + (high - low) / 2;
            if (middle < cursor.sequence())
            {
                cursor.to(middle);
            }
            else
            {
                cursor.jump(middle);
            }
            if (isChanged.test(value.apply(cursor.machine())))
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }
        cursor.to(low);
        String before = value.apply(cursor.machine());
        FieldChange change = null;
        while (change == null && cursor.sequence() < high)
        {
            final String command = cursor.step();
            final String now = value.apply(cursor.machine());
            change = isChanged.test(now) ? new FieldChange(cursor.sequence(), command, before, now) : null;
            before = now;
        }

        return change;
    }

    /**
     * Goes back to the machine before the last command, up to here, that changed a value.
     *
     * @return the change; null if there was none since the beginning of the journal, and the cursor stays
     */
    public static FieldChange last(final ReplayCursor cursor, final Function<Machine, String> value) throws IOException
    {
        final long here = cursor.sequence();
        long end = here;
        long length = SINGLE_LIMIT;
        FieldChange found = null;
        while (found == null && end > 0)
        {
            final boolean isStart = !toOrStart(cursor, Math.max(0, end - length));
            final long begin = cursor.sequence();
            found = lastBefore(cursor, end, value);
            end = isStart ? 0 : begin;
            length *= WIDENING;
        }
        cursor.to(found == null ? here : found.sequence() - 1);

        return found;
    }

    /** Moves to a command; returns false if the cursor stands at the beginning, as that command is purged. */
    private static boolean toOrStart(final ReplayCursor cursor, final long sequence) throws IOException
    {
        try
        {
            cursor.to(sequence);

            return true;
        }
        catch (final ReplayException ex)
        {
            if (ex.reason() != ReplayException.Reason.TOO_SHORT)
            {
                throw ex;
            }
            cursor.toStart();

            return false;
        }
    }

    private static FieldChange lastBefore(
        final ReplayCursor cursor, final long end, final Function<Machine, String> value) throws IOException
    {
        FieldChange found = null;
        String before = value.apply(cursor.machine());
        while (cursor.sequence() < end)
        {
            final String command = cursor.step();
            final String now = value.apply(cursor.machine());
            found = now.equals(before) ? found : new FieldChange(cursor.sequence(), command, before, now);
            before = now;
        }

        return found;
    }
}
