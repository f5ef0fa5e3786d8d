package org.gale.engine.replay;

import org.gale.engine.machine.Machine;

/** Field of a machine, as a {@link WatchExpression} names it. Implementations are immutable, and change nothing. */
interface WatchedField
{
    /**
     * Checks that a machine may have the field; a VM, or an interrupt of its range, may come later.
     *
     * @throws IllegalArgumentException with a sentence for the user, which names what there is
     */
    void check(Machine machine);

    /** Returns the value of a field that {@link #check} admits, as people read it. */
    String value(Machine machine);

    /** Returns whether the machine has the PE, VM, vCPU or interrupt now. */
    boolean isThere(Machine machine);

    /** Returns a clause for users on what is not there, which names what there is. */
    String absence(Machine machine);
}
