package org.gale.engine.storm.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Passes that send the tables of a VM before it stops: the first one sends each page, a later one the pages that were
 * written since the one before, and save the rest (M-MIG-8). Each pass is a command. On both clocks, and owned by one
 * thread.
 */
public final class Precopy
{
    private static final String PAGES = "pages";
    private static final String SAVE = "save";

    private final int passes;
    private final Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    private long pages;                                             // of the VM in hand
    private long dirty;                                             // of them, in the last pass or save

    /** @param passes of each migration, 0 for none */
    public Precopy(final int passes)
    {
        this.passes = passes;
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
    public int passes()
    {
        return passes;
    }

    /**
     * Counts the pages that a pass sends.
     *
     * @param pass its number, from 1
     * @return the pages of all tables
     */
    public long sent(final int pass, final PrecopyCount sent)
    {
        if (pass == 1)
        {
            sent.forEach((table, ofTable, there) -> counts.get(PAGES).merge(table, there, Long::sum));
        }
        count(sent, counts.get(name(pass)));

        return dirty;
    }

    /** Counts the pages that are left to be sent when the VM is saved: all of them without passes. Returns them. */
    public long rest(final PrecopyCount left)
    {
        count(left, counts.get(SAVE));

        return dirty;
    }

    private void count(final PrecopyCount sent, final Map<String, Long> counted)
    {
        pages = 0;
        dirty = 0;
        sent.forEach((table, ofTable, there) ->
        {
            pages += there;
            dirty += ofTable;
            if (counted != null)
            {
                counted.merge(table, ofTable, Long::sum);
            }
        });
    }

    private static String name(final int pass)
    {
        return "pass_" + pass;
    }

    /** Returns how many of the entries of the VM lie in pages that are left, as if all pages had equally many. */
    public long entries(final long all)
    {
        return passes == 0 || pages == 0 ? all : (all * dirty + pages - 1) / pages;
    }

    /** Returns the pages there are, then those of each pass and of save, by table; null without passes. */
    public Map<String, Map<String, Long>> counts()
    {
        return passes == 0 ? null : counts;
    }
}
