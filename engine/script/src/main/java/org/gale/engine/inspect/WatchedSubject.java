package org.gale.engine.inspect;

import java.util.Locale;
import org.gale.engine.machine.Machine;
import org.gale.tables.operand.Intid;

/** Subject that a {@link WatchExpression} names, with its fields. Implementations are immutable, and change nothing. */
interface WatchedSubject
{
    /** Number in place of that of a VM. */
    int PHYSICAL = -1;
    /** Value of a field of a subject that is not there. */
    String UNREACHABLE = "unreachable";

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

    /** Returns an interrupt as a watch names it. */
    static String name(final int vm, final int intid)
    {
        return (vm == PHYSICAL ? "" : "vm" + vm + '.') +
            IstViews.typeName(Intid.type(intid)).toLowerCase(Locale.ROOT) + Intid.id(intid);
    }

    /** Checks that an interrupt of a kind of machine has a field. */
    static void checkField(final ViewFields<?> fields, final String name, final String field, final String machine)
    {
        if (!field.isEmpty() && !fields.has(field))
        {
            throw new IllegalArgumentException("'" + name + '.' + field + "': a " + machine + " has no field '" +
                field + "' of an interrupt (there are: " + String.join(", ", fields.names()) + ")");
        }
    }
}
