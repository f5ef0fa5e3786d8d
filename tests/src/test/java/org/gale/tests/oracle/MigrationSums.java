package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums of the migrations of all partitions of a run. Owned by one thread. */
final class MigrationSums
{
    /** Migrations, or updates. */
    long due;
    long begun;
    long completed;
    /** VMs of them. */
    long vmsDue;
    long vmsBegun;
    long vmsCompleted;
    /** VMs whose first step was tried. */
    int started;
    /** Commands of migrations that were met in the journal. */
    int commands;
    /** Passes that were met in the journal. */
    int passes;
    long held;
    long merged;
    long inTables;
    long again;
    long marked;
    long inFront;
    final List<Long> stopsNs = new ArrayList<>();
    final List<Long> downtimesNs = new ArrayList<>();
    final Map<String, List<Long>> partsNs = new LinkedHashMap<>();
    final Map<String, Long> words = new LinkedHashMap<>();
    /** Outcomes of failures, by step. */
    final Map<String, Long> rolledBack = new LinkedHashMap<>();
    final Map<String, Long> restoredAgain = new LinkedHashMap<>();
    /** Pages there are, then those of each pass and of save, by table. */
    final Map<String, Map<String, Long>> pages = new LinkedHashMap<>();

    /** Notes an interrupt that lives through a migration. */
    void mark(final Interrupt interrupt)
    {
        marked += interrupt.hasMigrated ? 0 : 1;
        interrupt.hasMigrated = true;
    }

    /** Adds words of a part of an image. */
    void add(final String part, final long count)
    {
        words.merge(part, count, Long::sum);
    }

    /** Adds pages of a table. */
    void add(final String pass, final String table, final long count)
    {
        pages.computeIfAbsent(pass, name -> new LinkedHashMap<>()).merge(table, count, Long::sum);
    }
}
