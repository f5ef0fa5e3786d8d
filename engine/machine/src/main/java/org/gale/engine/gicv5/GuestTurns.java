package org.gale.engine.gicv5;

import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.cpuif.CpuInterface;
import org.gale.engine.gicv5.cpuif.GuestTurn;
import org.gale.engine.gicv5.irs.DirtyPes;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.PeSet;

/** Execution of TURN commands: a turn of the guest on one PE, or of each signalled guest of a group of PEs. */
final class GuestTurns
{
    private final CpuInterface[] cpus;
    private final GuestTurn turn;
    private final PeSet virqs;
    private final DirtyPes dirty;
    private final Outputs outputs;

    /**
     * Creates the turns of a machine.
     *
     * @param virqs PEs that a virtual interrupt is signalled to; it changes between commands, never inside one
     */
    GuestTurns(
        final CpuInterface[] cpus, final GuestTurn turn, final PeSet virqs, final DirtyPes dirty, final Outputs outputs)
    {
        this.cpus = cpus;
        this.turn = turn;
        this.virqs = virqs;
        this.dirty = dirty;
        this.outputs = outputs;
    }

    /**
     * Executes a TURN.
     *
     * @param firstPe PE of the command, which the machine has
     */
    void execute(final long word, final int firstPe)
    {
        final int budget = Commands.turnBudget(word);
        if (Commands.isTurnOfGroup(word))
        {
            final int endPe = firstPe + Commands.TURN_GROUP_PES;
            for (int pe = virqs.next(firstPe); pe >= 0 && pe < endPe; pe = virqs.next(pe + 1))
            {
                execute(pe, budget);
            }
        }
        else
        {
            execute(firstPe, budget);
        }
    }

    private void execute(final int pe, final int budget)
    {
        turn.execute(cpus[pe], budget, outputs);
        dirty.markVirtual(pe);
    }
}
