package org.gale.engine.machine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.PrecopyPages;
import org.gale.engine.machine.MigratingHost.TableSink;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/**
 * Log of the pages of a VM's tables that passes before its migration have sent. The first pass sends all pages, a later
 * one the pages that were written since they were sent (M-MIG-8). Of interrupt state tables no dirty log of a host
 * shows what an IRS writes: this one has what the model wrote. A pass of another VM begins anew. Owned by the thread
 * that owns the machine.
 */
public final class PrecopyLog
{
    private static final long UNUSED = 0;
    private static final int VM_SHIFT = Integer.SIZE;

    private final PhysicalMemory memory;
    /** Pages that were sent. The memory knows which of them were written since. */
    private final BitSet sent = new BitSet();
    private final long[] counted = new long[PrecopyPages.TABLE_LIMIT];
    private final long[] pages = new long[PrecopyPages.TABLE_LIMIT];
    private final long[] values = new long[PrecopyPages.TABLE_LIMIT];
    /** Passes that were made, and above them the number of their VM. */
    private long vmAndPasses = UNUSED;

    /** Makes the log of a machine that is at reset. */
    public PrecopyLog(final PhysicalMemory memory)
    {
        this.memory = memory;
    }

    /** Returns whether a pass was made, and no migration has saved the VM since. */
    public boolean isUsed()
    {
        return vmAndPasses != UNUSED;
    }

    /** Returns the passes that were made of a VM. */
    public int passes(final int of)
    {
        return isOf(of) ? (int)vmAndPasses : 0;
    }

    /**
     * Makes a pass. It puts out OK, the number of the pass, and the pages of each table.
     *
     * @param of     number of a VM
     * @param tables passes its tables
     */
    public void send(final int of, final Consumer<TableSink> tables, final Outputs outputs)
    {
        if (!isOf(of))
        {
            forget();
        }
        final int tableCount = unsent(of, tables, values);
        vmAndPasses = (long)of << VM_SHIFT | passes(of) + 1;
        tables.accept((table, address, bytes) ->
        {
            for (int page = first(address); page <= last(address, bytes); page++)
            {
                memory.sendPage(page);
                sent.set(page);
            }
        });
        outputs.result(Errno.OK.word());
        outputs.result(passes(of));
        for (int i = 0; i < tableCount; i++)
        {
            outputs.result(values[i]);
        }
    }

    /**
     * Returns the pages that the next pass of a VM would send: a query.
     *
     * @param to destination of one {@link PrecopyPages} for each table
     * @return the number of tables
     */
    public int unsent(final int of, final Consumer<TableSink> tables, final long[] to)
    {
        count(of, tables);
        int tableCount = 0;
        for (int table = 0; table < pages.length; table++)
        {
            if (pages[table] > 0)
            {
                to[tableCount++] = PrecopyPages.of(table, counted[table], pages[table]);
            }
        }

        return tableCount;
    }

    private void count(final int of, final Consumer<TableSink> tables)
    {
        Arrays.fill(counted, 0);
        Arrays.fill(pages, 0);
        tables.accept((name, address, bytes) ->
        {
            final int table = PrecopyPages.table(name);
            for (int page = first(address); page <= last(address, bytes); page++)
            {
                counted[table] += isOf(of) && isClean(page) ? 0 : 1;
                pages[table]++;
            }
        });
    }

    private boolean isOf(final int vm)
    {
        return isUsed() && vmAndPasses >>> VM_SHIFT == vm;
    }

    private boolean isClean(final int page)
    {
        return sent.get(page) && memory.isPageSent(page);
    }

    private int first(final long address)
    {
        return (int)((address - memory.base()) / PhysicalMemory.PAGE_SIZE);
    }

    /** Returns the last page of a range; one before the first page of a range that is not in RAM. */
    private int last(final long address, final long bytes)
    {
        return memory.contains(address, bytes) ? first(address + bytes - 1) : first(address) - 1;
    }

    /** Forgets the passes of a VM that has gone, or of which nothing is to be sent any more. */
    public void forget(final int of)
    {
        if (isOf(of))
        {
            forget();
        }
    }

    /**
     * Notes a step of a migration: save sends the rest, and after a step that failed all pages are sent again.
     *
     * @param done number of the step that was carried out last
     */
    public void stepped(final Errno errno, final int done)
    {
        if (errno != Errno.OK || done == MigrationStep.SAVE.number())
        {
            forget();
        }
    }

    /** Forgets all passes. */
    public void forget()
    {
        vmAndPasses = UNUSED;
        sent.clear();
    }

    /** Passes a log that is used through a stream, after the memory. */
    public void state(final StateStream stream)
    {
        vmAndPasses = stream.number("VM and passes", vmAndPasses, 1, Long.MAX_VALUE);
        if (stream.isRestoring())
        {
            sent.clear();
        }
        final int end = memory.pageCount();
        int page = stream.number("page that was sent", next(0), 0, end);
        while (page < end)
        {
            if (stream.isRestoring())
            {
                memory.sendPage(page);
                sent.set(page);
            }
            page = stream.number("page that was sent", next(page + 1), page + 1, end);
        }
    }

    /** Returns the first page from one on that was sent and not written since; the number of pages if there is none. */
    private int next(final int from)
    {
        int page = sent.nextSetBit(from);
        while (page >= 0 && !memory.isPageSent(page))
        {
            page = sent.nextSetBit(page + 1);
        }

        return page < 0 ? memory.pageCount() : page;
    }
}
