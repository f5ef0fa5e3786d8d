package org.gale.engine.storm.flow;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.topology.Topology;

/** Counts of the events of a sequence by group of VMs, from positions alone: no event is counted one by one. */
final class SequenceCounts
{
    private SequenceCounts()
    {
    }

    /**
     * Returns the events of a group between two positions, both counted since the first turn of the sequence.
     *
     * @param toPosition position behind the last event
     */
    static long between(
        final EventSource events,
        final Topology topology,
        final int group,
        final long fromPosition,
        final long toPosition)
    {
        return topology.groups().size() == 1 ? toPosition - fromPosition :
            until(events, topology, group, toPosition) - until(events, topology, group, fromPosition);
    }

    private static long until(
        final EventSource events, final Topology topology, final int group, final long position)
    {
        final int rest = (int)(position % events.length());
        long inRest = 0;
        long inTurn = 0;
        for (int index = 0; index < events.length(); index++)
        {
            final int device = Commands.msiDeviceId(events.word(index));
            final long isOf = topology.groupOfVm(topology.vmOfDevice(device)) == group ? 1 : 0;
            inTurn += isOf;
            inRest += index < rest ? isOf : 0;
        }

        return position / events.length() * inTurn + inRest;
    }
}
