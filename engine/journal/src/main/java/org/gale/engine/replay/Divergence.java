package org.gale.engine.replay;

import java.util.Locale;
import org.gale.engine.config.NumberText;

/**
 * Divergence of a replay from the live run: the last digest that was equal and the first that was not.
 *
 * @param soundSequence last command after which both digests were equal, 0 for none
 * @param sequence      command after which they differed
 * @param journal       digests that the journal holds
 * @param replay        digests of the replay
 * @param finding       finding beyond the digests, or null
 */
public record Divergence(long soundSequence, long sequence, Digests journal, Digests replay, String finding)
{
    /**
     * Digests of a run after a command.
     *
     * @param state    digest of the state
     * @param run      digest of commands, outputs and state
     * @param commands that were applied, without those of time
     */
    public record Digests(long state, long run, long commands)
    {
    }

    /** Returns whether the state differs. If not, the outputs on the way differ, or the number of commands. */
    public boolean isOfState()
    {
        return journal.state() != replay.state();
    }

    /** Returns the name of the part that differs, for a message. */
    public String part()
    {
        if (finding != null)
        {
            return finding;
        }
        if (journal.commands() != replay.commands())
        {
            return "the live run had applied " + NumberText.counted(journal.commands(), "command") +
                " there, the replay " + NumberText.count(replay.commands());
        }

        return isOfState() ? "the state differs" : "the state is the same, the outputs on the way differ";
    }

    /** Returns the finding and then the digests of both runs, one line each. */
    public String message()
    {
        final long live = isOfState() ? journal.state() : journal.run();
        final long replayed = isOfState() ? replay.state() : replay.run();
        final String what = isOfState() ? "state" : "run";
        if (live == replayed && finding != null)
        {
            return String.format(Locale.ROOT, "diverged between commands %,d and %,d: %s",
                soundSequence + 1, sequence, finding);
        }

        return String.format(Locale.ROOT,
            "diverged between commands %,d and %,d: %s%n  journal  %s digest %s%n  replay   %s digest %s",
            soundSequence + 1, sequence, part(), what, DigestText.of(live), what, DigestText.of(replayed));
    }
}
