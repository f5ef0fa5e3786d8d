package org.gale.engine.storm.result;

import java.util.List;

/**
 * Proof of a run by its journal.
 *
 * @param extent       how far the proof came
 * @param digest       digest of the replay; 0 if it did not reach its end
 * @param commandsPerS of the replay; 0 if it did not reach its end
 * @param firstCommand number of the first command replayed: 1, or the one after the first retained snapshot
 */
public record StormProof(Extent extent, long digest, double commandsPerS, long firstCommand)
{
    /** Extents of proofs, the one that says most about the whole first. */
    private static final List<Extent> EXTENTS = List.of(Extent.DAMAGED,
        Extent.DIVERGED, Extent.FAILED, Extent.READ_ONLY,
        Extent.INTERRUPTED, Extent.NOT_ASKED, Extent.NO_JOURNAL,
        Extent.EQUAL);

    /** Makes a proof by a replay from reset. */
    public StormProof(final Extent extent, final long digest, final double commandsPerS)
    {
        this(extent, digest, commandsPerS, 1);
    }

    /** Extents of a proof. */
    public enum Extent
    {
        /** Run without a journal. */
        NO_JOURNAL("no journal to replay"),
        /** Run whose replay the user declined. */
        NOT_ASKED("not replayed"),
        /** Failed run whose journal was read, but not replayed. */
        READ_ONLY("not replayed: the storm failed"),
        /** Replay that the user interrupted. */
        INTERRUPTED("not replayed to the end: interrupted"),
        /** Replay that could not run. */
        FAILED("not replayed"),
        /** Journal that is damaged. */
        DAMAGED("not replayed: the journal is damaged"),
        /** Replay that equals the live run. */
        EQUAL("the same as live"),
        /** Replay that diverged. */
        DIVERGED("not the same as live");

        private final String text;

        Extent(final String text)
        {
            this.text = text;
        }

        /** Returns the text for a report. */
        public String text()
        {
            return text;
        }
    }

    /** Makes a proof without the result of a replay. */
    public StormProof(final Extent extent)
    {
        this(extent, 0, 0);
    }

    /**
     * Returns the proof of a storm by those of its parts, in their order.
     *
     * @param commands of the journal of each part
     * @param atOnce   number of journals that were replayed at once
     */
    public static StormProof of(final List<StormProof> parts, final List<Long> commands, final int atOnce)
    {
        final List<Extent> extents = parts.stream().map(StormProof::extent).toList();
        final Extent extent = EXTENTS.stream().filter(extents::contains).findFirst().orElseThrow();
        final long first = parts.stream().mapToLong(StormProof::firstCommand).max().orElse(1);
        if (extent != Extent.EQUAL && extent != Extent.DIVERGED)
        {
            return new StormProof(extent, 0, 0, first);
        }
        double seconds = 0;
        for (int i = 0; i < parts.size(); i++)
        {
            seconds += commands.get(i) / Math.max(1, parts.get(i).commandsPerS());
        }

        return new StormProof(extent, JournalTotals.digest(parts.stream().map(StormProof::digest).toList()),
            commands.stream().mapToDouble(Long::doubleValue).sum() * atOnce / seconds, first);
    }

    /** Returns whether every byte of the journal was read and found sound. */
    public boolean isVerified()
    {
        return extent == Extent.EQUAL || extent == Extent.DIVERGED || extent == Extent.READ_ONLY;
    }

    /** Returns whether the replay reached an end. */
    public boolean isReplayed()
    {
        return extent == Extent.EQUAL || extent == Extent.DIVERGED;
    }
}
