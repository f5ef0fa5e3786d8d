package org.gale.engine.report;

/**
 * What became of the journal after the run.
 *
 * @param outcome  how far the proof came
 * @param digest   digest of the replay; 0 unless it came to its end
 * @param ratePerS commands a second of the replay; 0 unless it came to its end
 * @param firstCommand number of the command it began with: 1, or the one after the first snapshot that was kept
 */
public record StormProof(Outcome outcome, long digest, double ratePerS, long firstCommand)
{
    /** A proof by a replay from the beginning. */
    public StormProof(final Outcome outcome, final long digest, final double ratePerS)
    {
        this(outcome, digest, ratePerS, 1);
    }

    /** How far a proof came. */
    public enum Outcome
    {
        /** There is no journal. */
        NO_JOURNAL("no journal to replay"),
        /** The user did not want a replay. */
        NOT_ASKED("not replayed (--no-replay)"),
        /** The run failed, and its journal ends there: it was read, not replayed. */
        READ_ONLY("not replayed: the storm failed"),
        /** The user ended it. */
        INTERRUPTED("not replayed to the end: interrupted"),
        /** The replay could not be done. */
        FAILED("not replayed"),
        /** The journal is damaged. */
        DAMAGED("not replayed: the journal is damaged"),
        /** The replay came to the same. */
        EQUAL("the same as live"),
        /** The replay came to something else. */
        DIVERGED("not the same as live");

        private final String text;

        Outcome(final String text)
        {
            this.text = text;
        }

        /** For people. */
        public String text()
        {
            return text;
        }
    }

    /** A proof that did not come to the end of a replay. */
    public StormProof(final Outcome outcome)
    {
        this(outcome, 0, 0);
    }

    /** Was every byte of the journal read and found sound? */
    public boolean isVerified()
    {
        return outcome == Outcome.EQUAL || outcome == Outcome.DIVERGED || outcome == Outcome.READ_ONLY;
    }

    /** Did the replay come to an end? */
    public boolean isReplayed()
    {
        return outcome == Outcome.EQUAL || outcome == Outcome.DIVERGED;
    }
}
