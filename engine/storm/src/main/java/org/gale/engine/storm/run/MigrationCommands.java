package org.gale.engine.storm.run;

import org.agrona.MutableDirectBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.V4Verb;
import org.gale.engine.command.VmVerb;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.topology.Topology;

/**
 * Commands by which a monitor migrates a VM: over KVM, on a host of GICv4, or of resident VPEs. Immutable.
 *
 * @param family of the verbs
 */
public record MigrationCommands(int family)
{
    /** Returns the commands of the machine of a storm. */
    public static MigrationCommands of(final Topology topology, final Machine machine)
    {
        return new MigrationCommands(machine.queries() instanceof DirectQueries ? V4Verb.FAMILY :
            topology.deal().isByTriggers() ? VmVerb.FAMILY : KvmVerb.FAMILY);
    }

    /** Returns whether the host is one of GICv4. */
    public boolean isDirect()
    {
        return family == V4Verb.FAMILY;
    }

    /** Returns whether a host has numbers for so many more VMs: one of GICv4 uses none again. */
    public boolean hasNumbers(final Machine machine, final int count)
    {
        return !isDirect() || DirectQueries.of(machine).vmCount() + count <= OwnerId.VM_LIMIT;
    }

    /**
     * Writes the first step of a migration.
     *
     * @param number  of the VM, as the verbs name it
     * @param order   number of a {@link org.gale.engine.command.MigrationOrder}
     * @param failure code of a {@link org.gale.engine.command.StepFailure}, 0 for none
     * @return the offset after the command
     */
    public int start(
        final MutableDirectBuffer frame, final int offset, final int number, final int order, final int failure)
    {
        return switch (family)
        {
            case V4Verb.FAMILY -> V4Verb.MIGRATE.encode(frame, offset, number, order, failure);
            case VmVerb.FAMILY -> VmVerb.MIGRATE.encode(frame, offset, number, order, failure);
            default -> KvmVerb.MIGRATE.encode(
                frame, offset, order | (long)failure << KvmVerb.FAIL_SHIFT, number, 0, 0);
        };
    }

    /**
     * Writes a pass before a migration.
     *
     * @param number of the VM, as the verbs name it
     * @return the offset after the command
     */
    public int pass(final MutableDirectBuffer frame, final int offset, final int number)
    {
        return switch (family)
        {
            case V4Verb.FAMILY -> V4Verb.PRECOPY.encode(frame, offset, number);
            case VmVerb.FAMILY -> VmVerb.PRECOPY.encode(frame, offset, number);
            default -> KvmVerb.PRECOPY.encode(frame, offset, 0, number, 0, 0);
        };
    }

    /** Writes a later step, or the end of a migration, and returns the offset after the command. */
    public int step(final MutableDirectBuffer frame, final int offset)
    {
        return switch (family)
        {
            case V4Verb.FAMILY -> V4Verb.STEP.encode(frame, offset);
            case VmVerb.FAMILY -> VmVerb.STEP.encode(frame, offset);
            default -> KvmVerb.STEP.encode(frame, offset, 0, 0, 0, 0);
        };
    }
}
