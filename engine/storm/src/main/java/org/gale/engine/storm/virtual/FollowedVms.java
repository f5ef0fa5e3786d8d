package org.gale.engine.storm.virtual;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.topology.Topology;

/** Names of VMs that may have migrated, as the storm numbers them, in the findings of broken promises. */
final class FollowedVms
{
    /** Promise whose finding names VMs as the storm does. */
    private static final String OF_STORM = "P13";
    /** Interrupt as the machine names it, by its VM id. */
    private static final Pattern OF_MACHINE = Pattern.compile("^VM (\\d{1,5}) (?:[LS]PI|vCPU) ");

    private FollowedVms()
    {
    }

    /** Returns a broken promise by the number of its VM, where that has another VM id now. */
    static InvariantBrokenException named(
        final InvariantBrokenException broken, final Machine machine, final Topology topology)
    {
        final Matcher name = OF_MACHINE.matcher(broken.finding());
        if (broken.promise().equals(OF_STORM) || !name.find())
        {
            return broken;
        }
        final int vmId = Integer.parseInt(name.group(1));
        final int owner = machine.accounts().vmOwner(vmId);
        int vm = 0;
        while (vm < topology.vms() && machine.accounts().followedOwner(vm) != owner)
        {
            vm++;
        }
        if (vm == topology.vms() || vm == vmId)
        {
            return broken;
        }

        return new InvariantBrokenException(broken.promise(), "VM " + vm + " (VM id " + vmId + " now)" +
            broken.finding().substring(name.end(1)), broken.owner() == OwnerId.NONE ? OwnerId.NONE :
            machine.accounts().vmOwner(vm), broken.intid(), broken.soundSequence(), broken.sequence());
    }
}
