package org.gale.engine.inspect;

import org.gale.engine.machine.Machine;

/** Subject that a {@link WatchExpression} names, with its fields. Implementations are immutable, and change nothing. */
interface WatchedSubject
{
    /**
     * Checks that a machine may have the subject and its field; a VM, or an interrupt of its range, may come later.
     *
     * @param field key of the field, or an empty text for all
     * @throws IllegalArgumentException with a sentence for the user, which names what there is
     */
    void check(Machine machine, String field);

    /** Returns whether the machine has the PE, VM, vCPU or interrupt now. */
    boolean isThere(Machine machine);

    /** Returns a clause for users on what is not there, which names what there is. */
    String absence(Machine machine);

    /** Returns a field of a subject that is there, or all of them for an empty key, as people read it. */
    String text(Machine machine, String field);
}
