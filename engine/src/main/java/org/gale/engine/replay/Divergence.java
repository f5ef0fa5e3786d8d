package org.gale.engine.replay;

import java.util.Locale;

/**
 * Where a replay came to something else than the live run: after one digest and not after the next.
 *
 * @param soundSequence  the last command after which both were the same, 0 for none
 * @param sequence       the command after which they were not
 * @param journalState   digest of the state that the journal holds
 * @param replayState    digest of the state that the replay came to
 * @param journalRun     digest of commands, outputs and state that the journal holds
 * @param replayRun      digest of commands, outputs and state that the replay came to
 * @param journalCommands commands that the live run had applied, those of time not counted
 * @param replayCommands  commands that the replay had applied, those of time not counted
 * @param finding         what differs, if it is more than the digests tell, or null
 */
public record Divergence(
    long soundSequence,
    long sequence,
    long journalState,
    long replayState,
    long journalRun,
    long replayRun,
    long journalCommands,
    long replayCommands,
    String finding)
{
    /** A divergence of which the digests tell everything. */
    public Divergence(
        final long soundSequence,
        final long sequence,
        final long journalState,
        final long replayState,
        final long journalRun,
        final long replayRun,
        final long journalCommands,
        final long replayCommands)
    {
        this(soundSequence, sequence, journalState, replayState, journalRun, replayRun, journalCommands,
            replayCommands, null);
    }

    /** Does the state differ? If not, the outputs on the way do, or the count of commands. */
    public boolean isOfState()
    {
        return journalState != replayState;
    }

    /** What differs, for a message. */
    public String part()
    {
        if (finding != null)
        {
            return finding;
        }
        if (journalCommands != replayCommands)
        {
            return String.format(Locale.ROOT, "the live run had applied %,d commands there, the replay %,d",
                journalCommands, replayCommands);
        }

        return isOfState() ? "the state differs" : "the state is the same, the outputs on the way differ";
    }

    /** What happened, then the digests of both, a line each. */
    public String message()
    {
        final long journal = isOfState() ? journalState : journalRun;
        final long replay = isOfState() ? replayState : replayRun;
        final String what = isOfState() ? "state" : "run";
        if (journal == replay && finding != null)
        {
            return String.format(Locale.ROOT, "diverged between commands %,d and %,d: %s",
                soundSequence + 1, sequence, finding);
        }

        return String.format(Locale.ROOT,
            "diverged between commands %,d and %,d: %s%n  journal  %s digest %s%n  replay   %s digest %s",
            soundSequence + 1, sequence, part(), what, DigestText.of(journal), what, DigestText.of(replay));
    }
}
