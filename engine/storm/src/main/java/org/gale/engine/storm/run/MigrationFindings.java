package org.gale.engine.storm.run;

import java.util.function.LongSupplier;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.witness.MigrationJudge;

/**
 * Promises that migrations of a run on the wall clock have broken, of which the first one counts. It ends the run
 * behind the frame that showed it. Owned by the engine's thread.
 */
final class MigrationFindings
{
    private static final String DOORBELLS = "P5";
    private static final int NONE = -1;

    private final Machine machine;
    private final MigrationJudge judge;
    private final boolean isOfDoorbells;
    private LongSupplier sequence = () -> 0;
    private long soundSequence;
    private InvariantBrokenException broken;

    /** @param order in which the monitor migrates */
    MigrationFindings(final Machine machine, final MigrationJudge judge, final MigrationOrder order)
    {
        this.machine = machine;
        this.judge = judge;
        this.isOfDoorbells = order == MigrationOrder.NO_DOORBELL;
    }

    /** Sets the source of the number of the last command applied, before the first cycle. */
    void sequence(final LongSupplier applied)
    {
        sequence = applied;
    }

    /** Returns the number of the last command applied. */
    long sequence()
    {
        return sequence.getAsLong();
    }

    /** Checks that no vCPU sleeps on an interrupt (P5), before its VM has another id, by which nobody would know it. */
    void checkSleepers()
    {
        final String sleeper = isOfDoorbells ? machine.unsettled() : null;
        if (sleeper != null)
        {
            breaks(DOORBELLS, sleeper);
        }
    }

    /**
     * Takes what the judge has found by now.
     *
     * @param vm that migrates, negative if none does
     */
    void judged(final int vm)
    {
        final MigrationJudge.Finding found = judge.found();
        if (found != null)
        {
            breaks(found.promise(), "the migration of " + (vm < 0 ? "a VM" : "VM " + vm) + " of the storm: " +
                found.text());
        }
        else if (vm >= 0)
        {
            soundSequence = sequence();
        }
    }

    /** Takes what functions and the judge have found once a step of the migration of a VM is applied. */
    void stepped(final int vm)
    {
        final String ofFunctions = machine.functions() == null ? null : machine.functions().broken();
        if (ofFunctions != null)
        {
            breaks("P1", "the migration of VM " + vm + " of the storm: " + ofFunctions + " (M-MIG-9)");
        }
        judged(vm);
    }

    private void breaks(final String promise, final String finding)
    {
        if (broken == null)
        {
            broken = new InvariantBrokenException(promise, finding, NONE, NONE, soundSequence, sequence() + 1);
        }
    }

    /** Returns whether a promise was found broken. */
    boolean isBroken()
    {
        return broken != null;
    }

    /**
     * Checks that no migration has lost or invented an interrupt.
     *
     * @throws InvariantBrokenException if one has
     */
    void check()
    {
        if (broken != null)
        {
            throw broken;
        }
    }
}
