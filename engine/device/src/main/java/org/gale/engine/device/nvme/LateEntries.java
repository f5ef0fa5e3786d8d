package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gale.engine.device.pci.GuestMemory;
import org.gale.engine.storm.model.Mistake;

/**
 * Entries that a wrong drive writes late, and the witness of entries that a guest consumes: it reads them again from
 * the guest's memory, and compares them with what the drive meant. Owner: the answering thread.
 * <pre>
 *   phase-first      last word, which has the phase ... interrupt ... 10ms ... other words
 *   interrupt-first  interrupt ... 10ms ... other words, last word
 * </pre>
 */
final class LateEntries
{
    /** Time after which the drive goes on, as a thread that another one has preempted, ns. */
    static final long LATE_NS = 10_000_000;

    private static final int NAMED_LIMIT = 16;
    private static final double NS_OF_MS = 1e6;

    private final GuestMemory memory;
    private final boolean isPhaseFirst;
    private final Map<Long, Entry> entries = new LinkedHashMap<>();      // by address, the oldest one first
    private final ByteBuffer words = ByteBuffer.allocateDirect(Cqe.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private final List<String> named = new ArrayList<>();
    private int unwritten;
    private long acted;
    private long invented;

    /** Makes no entries of a drive with one of the two mistakes. */
    LateEntries(final GuestMemory memory, final Mistake mistake)
    {
        this.memory = memory;
        this.isPhaseFirst = mistake == Mistake.PHASE_FIRST;
    }

    /** Entry that a guest has not consumed. */
    private static final class Entry
    {
        private final int queue;
        private final ByteBuffer meant;
        private final long dueNs;
        private boolean isWritten;

        Entry(final int queue, final ByteBuffer meant, final long dueNs)
        {
            this.queue = queue;
            this.meant = meant;
            this.dueNs = dueNs;
        }
    }

    /**
     * Posts an entry, most of which is written later.
     *
     * @param whole from its first byte to its limit
     */
    GuestMemory.Access post(final int queue, final long address, final ByteBuffer whole, final long nowNs)
    {
        entries.put(address, new Entry(queue, ByteBuffer.allocate(Cqe.LENGTH).put(whole).flip(),
            nowNs + LATE_NS));
        unwritten++;

        return isPhaseFirst ?
            memory.write(address + Cqe.LAST_WORD, whole.position(Cqe.LAST_WORD)) :
            GuestMemory.Access.DONE;
    }

    /** Notes an interrupt of a queue. */
    void interrupted(final int queue)
    {
        acted += !isPhaseFirst && entries.values().stream().anyMatch(
            entry -> entry.queue == queue && !entry.isWritten) ? 1 : 0;
    }

    /** Writes what is due. */
    GuestMemory.Access write(final long nowNs)
    {
        GuestMemory.Access access = GuestMemory.Access.DONE;
        final Iterator<Map.Entry<Long, Entry>> all = entries.entrySet().iterator();
        while (unwritten > 0 && all.hasNext() && access == GuestMemory.Access.DONE)
        {
            final Map.Entry<Long, Entry> next = all.next();
            final Entry entry = next.getValue();
            if (!entry.isWritten && entry.dueNs <= nowNs)
            {
                unwritten--;
                entry.isWritten = true;
                words.clear().put(entry.meant.duplicate()).flip().limit(Cqe.LAST_WORD);
                access = memory.write(next.getKey(), words);
                if (access == GuestMemory.Access.DONE && !isPhaseFirst)
                {
                    access = memory.write(next.getKey() + Cqe.LAST_WORD,
                        words.limit(Cqe.LENGTH).position(Cqe.LAST_WORD));
                }
            }
        }

        return access;
    }

    /** Returns the time of the next write; {@link Long#MAX_VALUE} if there is none. */
    long nextNs()
    {
        return unwritten == 0 ? Long.MAX_VALUE : entries.values().stream().filter(entry -> !entry.isWritten)
            .mapToLong(entry -> entry.dueNs).min().orElse(Long.MAX_VALUE);
    }

    /** Compares an entry that a guest has consumed with what the drive meant. */
    void consumed(final long address, final long nowNs)
    {
        final Entry entry = entries.remove(address);
        if (entry == null)
        {
            return;
        }
        unwritten -= entry.isWritten ? 0 : 1;
        acted += isPhaseFirst && !entry.isWritten ? 1 : 0;
        final boolean isRead = memory.read(address, words.clear()) == GuestMemory.Access.DONE;
        if (isRead && !words.flip().equals(entry.meant))
        {
            invented++;
            if (named.size() < NAMED_LIMIT)
            {
                named.add(String.format(Locale.ROOT,
                    "invented: queue %d, completion consumed at %.1f ms, before it was written", entry.queue,
                    nowNs / NS_OF_MS));
            }
        }
    }

    /** Forgets the entries of a queue that is no more. */
    void forget(final int queue)
    {
        entries.values().removeIf(entry -> entry.queue == queue);
        unwritten = (int)entries.values().stream().filter(entry -> !entry.isWritten).count();
    }

    /** Returns how often the mistake acted. */
    long acted()
    {
        return acted;
    }

    /** Returns the entries that a guest consumed before they were written. */
    long invented()
    {
        return invented;
    }

    /** Returns the first of them, a line each. */
    List<String> named()
    {
        return named;
    }
}
