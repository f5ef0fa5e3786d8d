package org.gale.engine.storm.virtual;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Passes that send the tables of a VM before it stops: the first one sends each page, a later one the pages that were
 * written since the one before, and save the rest (M-MIG-8). Of interrupt state tables no dirty log of a host sees what
 * an IRS writes: this is the model's. Owned by one thread.
 */
final class Precopy
{
    private static final String PAGES = "pages";
    private static final String SAVE = "save";

    private final int passes;
    private final MigrationVerbs verbs;
    private final PhysicalMemory memory;
    private final Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    private long pages;                                             // of the VM in hand
    private long dirty;                                             // of them, in the last pass or save

    /** @param passes of each migration, 0 for none */
    Precopy(final int passes, final MigrationVerbs verbs, final PhysicalMemory memory)
    {
        this.passes = passes;
        this.verbs = verbs;
        this.memory = memory;
        if (passes > 0)
        {
            counts.put(PAGES, new LinkedHashMap<>());
            for (int pass = 1; pass <= passes; pass++)
            {
                counts.put(name(pass), new LinkedHashMap<>());
            }
            counts.put(SAVE, new LinkedHashMap<>());
        }
    }

    /** Returns the passes of each migration. */
    int passes()
    {
        return passes;
    }

    /**
     * Begins a pass.
     *
     * @param pass its number, from 1
     * @return the pages that it sends
     */
    long send(final int vm, final int pass)
    {
        scan(vm, pass == 1, counts.get(name(pass)));

        return dirty;
    }

    /** Returns the pages that are left to be sent when the VM is saved: all of them without passes. */
    long rest(final int vm)
    {
        scan(vm, passes == 0, counts.get(SAVE));

        return dirty;
    }

    /** Counts the pages that were written since they were sent, or all, and marks them as sent. */
    private void scan(final int vm, final boolean isFirst, final Map<String, Long> counted)
    {
        pages = 0;
        dirty = 0;
        verbs.tables(vm, (table, address, bytes) ->
        {
            final int first = (int)((address - memory.base()) / PhysicalMemory.PAGE_SIZE);
            final int last = (int)((address - memory.base() + bytes - 1) / PhysicalMemory.PAGE_SIZE);
            long ofRange = 0;
            for (int page = first; page <= last; page++)
            {
                ofRange += memory.sendPage(page) || isFirst ? 1 : 0;
            }
            pages += last - first + 1;
            dirty += ofRange;
            if (counted != null)
            {
                counted.merge(table, ofRange, Long::sum);
            }
            if (counted != null && isFirst)
            {
                counts.get(PAGES).merge(table, (long)last - first + 1, Long::sum);
            }
        });
    }

    private static String name(final int pass)
    {
        return "pass_" + pass;
    }

    /** Returns how many of the entries of the VM lie in pages that are left, as if all pages had equally many. */
    long entries(final long all)
    {
        return passes == 0 || pages == 0 ? all : (all * dirty + pages - 1) / pages;
    }

    /** Returns the pages there are, then those of each pass and of save, by table; null without passes. */
    Map<String, Map<String, Long>> counts()
    {
        return passes == 0 ? null : counts;
    }
}
