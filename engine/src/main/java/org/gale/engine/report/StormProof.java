package org.gale.engine.report;

/**
 * Proof of a run by its journal.
 *
 * @param outcome      the end of the proof
 * @param digest       digest of the replay; 0 if it did not reach its end
 * @param ratePerS     commands a second of the replay; 0 if it did not reach its end
 * @param firstCommand number of the first command replayed: 1, or the one after the first retained snapshot
 */
public record StormProof(Outcome outcome, long digest, double ratePerS, long firstCommand)
{
    /** Makes a proof by a replay from reset. */
    public StormProof(final Outcome outcome, final long digest, final double ratePerS)
    {
        this(outcome, digest, ratePerS, 1);
    }

    /** Outcomes of a proof. */
    public enum Outcome
    {
        /** Run without a journal. */
        NO_JOURNAL("no journal to replay"),
        /** Run whose replay the user declined. */
        NOT_ASKED("not replayed (--no-replay)"),
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

        Outcome(final String text)
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
    public StormProof(final Outcome outcome)
    {
        this(outcome, 0, 0);
    }

    /** Returns whether every byte of the journal was read and found sound. */
    public boolean isVerified()
    {
        return outcome == Outcome.EQUAL || outcome == Outcome.DIVERGED || outcome == Outcome.READ_ONLY;
    }

    /** Returns whether the replay reached an end. */
    public boolean isReplayed()
    {
        return outcome == Outcome.EQUAL || outcome == Outcome.DIVERGED;
    }
}
