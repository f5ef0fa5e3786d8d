package org.gale.engine.replay;

import java.util.Locale;
import org.gale.engine.config.NumberText;

/**
 * Divergence of a replay from the live run: the last digest that was equal and the first that was not.
 *
 * @param soundSequence   last command after which both digests were equal, 0 for none
 * @param sequence        command after which they differed
 * @param journalState    digest of the state that the journal holds
 * @param replayState     digest of the state of the replay
 * @param journalRun      digest of commands, outputs and state that the journal holds
 * @param replayRun       digest of commands, outputs and state of the replay
 * @param journalCommands commands that the live run had applied, without those of time
 * @param replayCommands  commands that the replay had applied, without those of time
 * @param finding         finding beyond the digests, or null
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
    /** Returns whether the state differs. If not, the outputs on the way differ, or the number of commands. */
    public boolean isOfState()
    {
        return journalState != replayState;
    }

    /** Returns the name of the part that differs, for a message. */
    public String part()
    {
        if (finding != null)
        {
            return finding;
        }
        if (journalCommands != replayCommands)
        {
            return "the live run had applied " + NumberText.counted(journalCommands, "command") +
                " there, the replay " +
                NumberText.count(replayCommands);
        }

        return isOfState() ? "the state differs" : "the state is the same, the outputs on the way differ";
    }

    /** Returns the finding and then the digests of both runs, one line each. */
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
