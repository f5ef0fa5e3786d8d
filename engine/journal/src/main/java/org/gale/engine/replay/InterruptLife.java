package org.gale.engine.replay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.Machine;

/**
 * Life of a subject of a journal: the commands that touched it or changed it, each with the values before and after.
 * Blocks of the index that did neither are skipped. Owned by the thread of the cursor.
 */
public final class InterruptLife
{
    /**
     * Limit of the commands that a search back applies before it goes back again. Each stretch is twice as long as the
     * one after it: a change that is near is found soon, and one that is far needs few seeks.
     */
    private static final long STRETCH_LIMIT = 1 << 16;

    private final ReplayCursor cursor;
    private final JournalIndex index;
    private final Subject subject;
    private final CommandScan scan;
    private final Predicate<JournalIndex.Block> mayChange;
    /** Events of the owner that were withdrawn up to the command in hand. */
    private long withdrawn;

    /**
     * Subject, such as an interrupt.
     *
     * @param value     of it in a machine, as people read it
     * @param touch     as CommandTouches encodes an interrupt; −1 for anything else
     * @param isSettled true if no event, turn or time changes the value
     */
    public record Subject(Function<Machine, String> value, long touch, boolean isSettled)
    {
    }

    /**
     * Command of a life.
     *
     * @param sequence number of the command
     * @param ns       time since the first phase of its run began
     * @param text     of the command
     * @param kind     what it did: raised, coalesced, taken, acknowledged, finished, withdrawn, lost, event, changed or
     *                 named
     * @param before   value before it
     * @param after    value after it
     */
    public record LifeRow(long sequence, long ns, String text, String kind, String before, String after)
    {
        /** Returns whether the command changed the value. */
        public boolean isChange()
        {
            return !before.equals(after);
        }
    }

    /** Writes rows as an array of the open object. */
    public static void write(final JsonGenerator json, final List<LifeRow> rows) throws IOException
    {
        json.writeArrayFieldStart("rows");
        for (final LifeRow row : rows)
        {
            json.writeStartObject();
            json.writeNumberField("command", row.sequence());
            json.writeNumberField("ns", row.ns());
            json.writeStringField("text", row.text());
            json.writeStringField("kind", row.kind());
            json.writeStringField("before", row.before());
            json.writeStringField("after", row.after());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * Creates the life of a subject.
     *
     * @param check called again and again while commands are applied; throws to end a search
     */
    public InterruptLife(
        final ReplayCursor cursor, final JournalIndex index, final Subject subject, final Runnable check)
    {
        this.cursor = cursor;
        this.index = index;
        this.subject = subject;
        this.scan = new CommandScan(cursor, check);
        this.mayChange = subject.isSettled() ? JournalIndex.Block::hasOthers : index.mayChange(subject.touch());
    }

    /**
     * Returns the first rows after a command, the oldest first.
     *
     * @param wanted condition on the rows
     * @param limit  of their number
     */
    public List<LifeRow> after(final long sequence, final Predicate<LifeRow> wanted, final int limit) throws IOException
    {
        final List<LifeRow> rows = new ArrayList<>();
        for (final JournalIndex.Block block : List.copyOf(index.blocks()))
        {
            if (rows.size() < limit && block.last() > sequence && mayChange.test(block))
            {
                rows(Math.max(sequence, block.first() - 1), block.last(), row ->
                {
                    if (wanted.test(row))
                    {
                        rows.add(row);
                    }
                    return rows.size() < limit;
                });
            }
        }
        scan.end();

        return rows;
    }

    /**
     * Returns the last rows up to a command, the oldest first.
     *
     * @param wanted condition on the rows
     * @param limit  of their number
     */
    public List<LifeRow> upTo(final long sequence, final Predicate<LifeRow> wanted, final int limit) throws IOException
    {
        final Deque<LifeRow> rows = new ArrayDeque<>();
        final List<JournalIndex.Block> blocks = List.copyOf(index.blocks());
        long length = 0;
        int i = blocks.size() - 1;
        while (i >= 0 && rows.size() < limit)
        {
            final JournalIndex.Block last = blocks.get(i);
            i--;
            if (last.first() > sequence || !mayChange.test(last))
            {
                continue;
            }
            long from = last.first();
            while (i >= 0 && mayChange.test(blocks.get(i)) && last.last() - blocks.get(i).first() < length)
            {
                from = blocks.get(i).first();
                i--;
            }
            length = Math.min(STRETCH_LIMIT, 2 * (last.last() - from + 1));
            final Deque<LifeRow> found = new ArrayDeque<>();
            final int left = limit - rows.size();
            rows(from - 1, Math.min(sequence, last.last()), row ->
            {
                if (wanted.test(row))
                {
                    found.addLast(row);
                }
                if (found.size() > left)
                {
                    found.removeFirst();
                }
                return true;
            });
            found.descendingIterator().forEachRemaining(rows::addFirst);
        }
        scan.end();

        return List.copyOf(rows);
    }

    private void rows(final long from, final long to, final Predicate<LifeRow> taker) throws IOException
    {
        scan.begin(from);
        String before = subject.value().apply(cursor.machine());
        boolean isOn = true;
        withdrawn = withdrawn();
        while (isOn && cursor.sequence() < to && scan.next())
        {
            final long earlier = withdrawn;
            withdrawn = withdrawn();
            final boolean isTouched = subject.touch() >= 0 && scan.hasTouched(subject.touch());
            if (isTouched || scan.isOther() || (!subject.isSettled() && (scan.isTurn() || subject.touch() < 0)))
            {
                final String after = subject.value().apply(cursor.machine());
                if (isTouched || !after.equals(before))
                {
                    final String kind = kind(before, after, withdrawn > earlier);
                    isOn = taker.test(new LifeRow(
                        cursor.sequence(), scan.ns(), scan.text(), kind, before, after));
                }
                before = after;
            }
        }
    }

    /** Returns how many events of the owner of the interrupt were withdrawn; 0 for anything else. */
    private long withdrawn()
    {
        final Ledger ledger = subject.touch() < 0 ? null :
            cursor.machine().accounts().ledger((int)(subject.touch() >>> Integer.SIZE));

        return ledger == null ? 0 : ledger.withdrawnCleared() + ledger.withdrawnUnmapped();
    }

    private String kind(final String before, final String after, final boolean isWithdrawn)
    {
        final boolean wasPending = isSet(before, "pending");
        final boolean isPending = isSet(after, "pending");
        final boolean wasActive = isSet(before, "active");
        final boolean isActive = isSet(after, "active");
        if (isWithdrawn && wasPending && !isPending)
        {
            return "withdrawn";
        }
        if (scan.isEvent())
        {
            return !wasPending && isPending ? "raised" : wasPending && isPending ? "coalesced" : "event";
        }
        if (scan.isTurn())
        {
            return "taken";
        }
        if (!wasActive && isActive)
        {
            return "acknowledged";
        }
        if (wasActive && !isActive)
        {
            return "finished";
        }
        if (wasPending && !isPending)
        {
            return isSet(after, "owed") ? "lost" : "taken";
        }

        return before.equals(after) ? "named" : "changed";
    }

    private static boolean isSet(final String values, final String name)
    {
        return (' ' + values.toLowerCase(Locale.ROOT) + ' ').contains(' ' + name + "=1 ");
    }
}
