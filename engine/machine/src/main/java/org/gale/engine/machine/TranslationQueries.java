package org.gale.engine.machine;

import java.util.List;

/**
 * Queries of how the ITSs of a GICv5 translate, for explanations. They change nothing, report nothing, and add nothing
 * to a cache. The number of an ITS is valid; ids are 32 bits unsigned. Owned by the thread that owns the machine.
 */
public interface TranslationQueries
{
    /** Command that no entry has which was loaded from RAM. */
    long NOT_KEPT = -1;
    /** Command of an entry that was kept before the machine was restored. */
    long KEPT_BEFORE = 0;
    /** Target of an event without a translation, and address of no entry. */
    long NONE = -1;

    /**
     * Table entry that a walk uses.
     *
     * @param name    {@code L1_DTE}, {@code L2_DTE}, {@code L1_ITTE} or {@code L2_ITTE}
     * @param address physical address, or {@link #NONE} if the walk does not reach it
     * @param word    entry that the ITS uses, 0 if it uses none
     * @param keptBy  number of the command, as {@link Machine#commandCount} counts, whose walk the cache has kept;
     *                {@link #NOT_KEPT} or {@link #KEPT_BEFORE}
     */
    record Entry(String name, long address, long word, long keptBy)
    {
        /** Returns whether the entry comes from the cache. */
        public boolean isKept()
        {
            return keptBy != NOT_KEPT;
        }
    }

    /**
     * Translation of an event.
     *
     * @param end     where the walk ends
     * @param entries used, in the order of the walk; the last one is that of the end
     */
    record Translation(WalkEnd end, List<Entry> entries)
    {
        /** Copies the list. */
        public Translation
        {
            entries = List.copyOf(entries);
        }
    }

    /** Returns how an event would be translated now. */
    Translation translation(int its, int deviceId, int eventId);

    /** Returns how the tables in RAM would translate an event now, whatever is cached. */
    Translation tableTranslation(int its, int deviceId, int eventId);

    /**
     * Returns where an event would go now.
     *
     * @return the encoded owner in bits 63:32 and the INTID in bits 31:0, or {@link #NONE}
     */
    long target(int its, int deviceId, int eventId);

    /**
     * Returns where the tables in RAM lead an event now, whatever is cached.
     *
     * @return the encoded owner in bits 63:32 and the INTID in bits 31:0, or {@link #NONE}
     */
    long tableTarget(int its, int deviceId, int eventId);
}
