package org.gale.engine.agent;

import org.agrona.MutableDirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CommandWord;

/** TURN commands at the end of a frame, one for each group of PEs: together they are for all guests. */
final class GroupTurns
{
    private final int groups;
    private final int budget;

    /**
     * Makes the turns of a machine.
     *
     * @param budget limit of each guest; 0 for no turns
     */
    GroupTurns(final int pes, final int budget)
    {
        assert pes > 0 && budget >= 0 : pes + ", " + budget;

        this.groups = budget == 0 ? 0 : (pes + Commands.TURN_GROUP_PES - 1) / Commands.TURN_GROUP_PES;
        this.budget = budget;
    }

    /**
     * Returns whether drained commands that begin with a word can raise interrupts: those of a batch do, which begin
     * with a TIME or an event. Commands that set a machine up begin with neither. They get no turns, because a resumed
     * storm counts the commands of its set-up.
     */
    static boolean areForWord(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.TIME || CommandWord.isEvent(word);
    }

    /** Returns the length of the commands in bytes. */
    int length()
    {
        return groups << 3;
    }

    /**
     * Writes the commands.
     *
     * @return the offset behind them
     */
    int write(final MutableDirectBuffer frame, final int offset)
    {
        for (int group = 0; group < groups; group++)
        {
            frame.putLong(offset + (group << 3), Commands.turns(group * Commands.TURN_GROUP_PES, budget));
        }

        return offset + length();
    }
}
